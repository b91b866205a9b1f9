/* SPDX-License-Identifier: MIT */
#include "pipit/types.h"

const char *pipit_strerror(pipit_err_t err) {
    switch (err) {
    case PIPIT_OK: return "done";
    case PIPIT_E_INVALID: return "an argument is not acceptable; pipit_offender() names it";
    case PIPIT_E_STATE:
        return "a request is already running on this client, or another client has this select or recovery";
    case PIPIT_E_NO_SPACE: return "a buffer is too small; give it more bytes";
    case PIPIT_E_STOPPED: return "stopped on request";
    case PIPIT_E_REPLAY_DONE: return "the replay is complete; start a stream for what comes now";
    case PIPIT_E_PAGES: return "the list goes on after max_pages pages; raise max_pages if it can be so long";
    case PIPIT_E_DNS: return "the host name has no address; check the name and the network's name server";
    case PIPIT_E_CONNECT: return "no address of the host accepted the connection; check host, port and firewall";
    case PIPIT_E_CONNECT_TIMEOUT: return "connecting took too long; check the network, or raise connect_ms";
    case PIPIT_E_WRITE_TIMEOUT: return "the request could not be sent in time; check the network, or raise write_ms";
    case PIPIT_E_HEAD_TIMEOUT: return "no complete answer in time; the server is overloaded, or raise head_ms";
    case PIPIT_E_STALL: return "no byte, not even a keep-alive: the connection is dead";
    case PIPIT_E_CLOSED: return "the server closed the connection";
    case PIPIT_E_RESET: return "the connection was reset";
    case PIPIT_E_IO: return "the network failed; detail has the platform's number";
    case PIPIT_E_SLOW: return "bytes moved too slowly: a line, a request or a call was not over in time";
    case PIPIT_E_PROXY: return "the proxy failed; check its address";
    case PIPIT_E_PROXY_AUTH: return "the proxy wants another user or password (401 or 407)";
    case PIPIT_E_NOT_X: return "a proxy, a CDN or a login page answered in place of X; check the network";
    case PIPIT_E_PROXY_REFUSED: return "the proxy does not allow CONNECT to this host; ask who runs it";
    case PIPIT_E_TLS: return "the TLS handshake or a TLS record failed";
    case PIPIT_E_TLS_CERT:
        return "the server's certificate is not acceptable; check the host name, the CA and the clock";
    case PIPIT_E_TLS_MEMORY: return "TLS ran out of memory; give it a larger arena";
    case PIPIT_E_TLS_ENTROPY: return "no entropy for TLS";
    case PIPIT_E_TLS_CA: return "the CA certificates could not be read; check the file";
    case PIPIT_E_TLS_CONFIG: return "TLS cannot be set up; check the configuration of the TLS library and port";
    case PIPIT_E_HTTP: return "the answer is not HTTP/1.1; check host and port";
    case PIPIT_E_CHUNK: return "the server's chunked coding is malformed";
    case PIPIT_E_FRAMING: return "the server's message lengths contradict each other";
    case PIPIT_E_ENCODING: return "the answer is compressed although identity was asked for; a proxy in between?";
    case PIPIT_E_TRUNCATED: return "the connection ended in the middle of a message";
    case PIPIT_E_BAD_REQUEST: return "X does not accept the request (4xx); its words say why";
    case PIPIT_E_AUTH: return "X does not accept the bearer token, or key and secret; check them, or make a new one";
    case PIPIT_E_FORBIDDEN: return "this app or plan may not use the endpoint (403); see the developer portal";
    case PIPIT_E_NOT_FOUND: return "X does not know the endpoint (404), or has retired it (410)";
    case PIPIT_E_NO_RULES: return "the filtered stream has no rules (409); add one first";
    case PIPIT_E_USAGE_CAP:
        return "the plan's Posts for this period are used up; wait for the next one, or change the plan";
    case PIPIT_E_REFUSED: return "X answered, but not with what was asked for";
    case PIPIT_E_RULE_CAP: return "the plan's rules are used up; delete some first";
    case PIPIT_E_CREDITS: return "the account has no credits left (402); add credits in the developer portal";
    case PIPIT_E_SPEND_CAP: return "the account's spending limit is reached; raise it, or wait for its reset date";
    case PIPIT_E_SERVER: return "X has a problem (5xx)";
    case PIPIT_E_STATUS: return "unexpected HTTP status; redirects are not followed";
    case PIPIT_E_RATE_LIMIT: return "too many requests in this window (429)";
    case PIPIT_E_TOO_MANY_CONNECTIONS: return "X still counts another connection of this app (429)";
    case PIPIT_E_PROVISIONING: return "X is changing the subscription (503); it takes about a minute";
    case PIPIT_E_NOTICE: return "X announced that this stream ends";
    case PIPIT_E_RETRIES: return "gave up: max_retries attempts failed in a row";
    case PIPIT_E_JSON: return "a line is not JSON";
    case PIPIT_E_TOKENS: return "a message has more JSON tokens than the client was given; raise token_count";
    case PIPIT_E_DEPTH: return "a message is nested deeper than Pipit reads; its raw line is complete";
    case PIPIT_E_ABSENT: return "there is no such member";
    default: return "unknown error";
    }
}
