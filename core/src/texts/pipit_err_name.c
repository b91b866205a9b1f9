/* SPDX-License-Identifier: MIT */
#include "pipit/types.h"

#define NAME(e)                                                                                                        \
    case e: return #e

const char *pipit_err_name(pipit_err_t err) {
    switch (err) {
        NAME(PIPIT_OK);
        NAME(PIPIT_E_INVALID);
        NAME(PIPIT_E_STATE);
        NAME(PIPIT_E_NO_SPACE);
        NAME(PIPIT_E_STOPPED);
        NAME(PIPIT_E_REPLAY_DONE);
        NAME(PIPIT_E_PAGES);
        NAME(PIPIT_E_DNS);
        NAME(PIPIT_E_CONNECT);
        NAME(PIPIT_E_CONNECT_TIMEOUT);
        NAME(PIPIT_E_WRITE_TIMEOUT);
        NAME(PIPIT_E_HEAD_TIMEOUT);
        NAME(PIPIT_E_STALL);
        NAME(PIPIT_E_CLOSED);
        NAME(PIPIT_E_RESET);
        NAME(PIPIT_E_IO);
        NAME(PIPIT_E_SLOW);
        NAME(PIPIT_E_PROXY);
        NAME(PIPIT_E_PROXY_AUTH);
        NAME(PIPIT_E_NOT_X);
        NAME(PIPIT_E_PROXY_REFUSED);
        NAME(PIPIT_E_TLS);
        NAME(PIPIT_E_TLS_CERT);
        NAME(PIPIT_E_TLS_MEMORY);
        NAME(PIPIT_E_TLS_ENTROPY);
        NAME(PIPIT_E_TLS_CA);
        NAME(PIPIT_E_TLS_CONFIG);
        NAME(PIPIT_E_HTTP);
        NAME(PIPIT_E_CHUNK);
        NAME(PIPIT_E_FRAMING);
        NAME(PIPIT_E_ENCODING);
        NAME(PIPIT_E_TRUNCATED);
        NAME(PIPIT_E_BAD_REQUEST);
        NAME(PIPIT_E_AUTH);
        NAME(PIPIT_E_FORBIDDEN);
        NAME(PIPIT_E_NOT_FOUND);
        NAME(PIPIT_E_NO_RULES);
        NAME(PIPIT_E_USAGE_CAP);
        NAME(PIPIT_E_REFUSED);
        NAME(PIPIT_E_RULE_CAP);
        NAME(PIPIT_E_CREDITS);
        NAME(PIPIT_E_SPEND_CAP);
        NAME(PIPIT_E_SERVER);
        NAME(PIPIT_E_STATUS);
        NAME(PIPIT_E_RATE_LIMIT);
        NAME(PIPIT_E_TOO_MANY_CONNECTIONS);
        NAME(PIPIT_E_PROVISIONING);
        NAME(PIPIT_E_NOTICE);
        NAME(PIPIT_E_RETRIES);
        NAME(PIPIT_E_JSON);
        NAME(PIPIT_E_TOKENS);
        NAME(PIPIT_E_ABSENT);
        NAME(PIPIT_E_DEPTH);
    default: return "PIPIT_E_UNKNOWN";
    }
}
