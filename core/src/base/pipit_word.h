/* SPDX-License-Identifier: MIT */
/* The words of HTTP and of X that decide something, as numbers: one comparison each, no text in flash, and a word can
 * be matched while it streams past without being stored. A peer that sends another word of the same number could have
 * sent the word itself. tests/words.py computes these numbers anew and looks for words that meet. */
#ifndef PIPIT_WORD_H
#define PIPIT_WORD_H

#include <stddef.h>
#include <stdint.h>

/* Letters of both cases count the same. */
#define PIPIT_I_WORD_NEXT(word, c) ((word)*31u + ((uint32_t)(uint8_t)(c) | 0x20u))

#define PIPIT_I_WORD_TRANSFER_ENCODING 0x4bf6b0f5u         /* "transfer-encoding" */
#define PIPIT_I_WORD_CONTENT_LENGTH 0xbc7b26bau            /* "content-length" */
#define PIPIT_I_WORD_CONTENT_ENCODING 0x7ce07427u          /* "content-encoding" */
#define PIPIT_I_WORD_DATE 0x002eefaeu                      /* "date" */
#define PIPIT_I_WORD_RETRY_AFTER 0x733c9e77u               /* "retry-after" */
#define PIPIT_I_WORD_RATE_LIMIT 0xa81ac671u                /* "x-rate-limit-limit" */
#define PIPIT_I_WORD_RATE_REMAINING 0xc387ddacu            /* "x-rate-limit-remaining" */
#define PIPIT_I_WORD_RATE_RESET 0xa86d9805u                /* "x-rate-limit-reset" */
#define PIPIT_I_WORD_CHUNKED 0x2d2547ccu                   /* "chunked" */
#define PIPIT_I_WORD_IDENTITY 0xf7e870beu                  /* "identity" */
#define PIPIT_I_WORD_DATA 0x002eefaau                      /* "data" */
#define PIPIT_I_WORD_ERRORS 0xb2d56f6bu                    /* "errors" */
#define PIPIT_I_WORD_ERROR 0x05c4d208u                     /* "error" */
#define PIPIT_I_WORD_TITLE 0x06942258u                     /* "title" */
#define PIPIT_I_WORD_TYPE 0x00368f3au                      /* "type" */
#define PIPIT_I_WORD_DETAIL 0xb06a1851u                    /* "detail" */
#define PIPIT_I_WORD_CONNECTION_ISSUE 0x7e4a8018u          /* "connection_issue" */
#define PIPIT_I_WORD_DISCONNECT_TYPE 0x5661e11du           /* "disconnect_type" */
#define PIPIT_I_WORD_REASON 0xc8459244u                    /* "reason" */
#define PIPIT_I_WORD_RULES 0x067d48f7u                     /* "rules" */
#define PIPIT_I_WORD_DUPLICATE_RULES 0xe89e75b5u           /* "duplicate-rules" */
#define PIPIT_I_WORD_DUPLICATE_RULE 0xb5826687u            /* "DuplicateRule" */
#define PIPIT_I_WORD_RULE_CAP 0x2d6fad81u                  /* "rule-cap" */
#define PIPIT_I_WORD_RULES_CAP_EXCEEDED 0xd4f2c7ceu        /* "RulesCapExceeded" */
#define PIPIT_I_WORD_BEARER 0xacf80361u                    /* "bearer" */
#define PIPIT_I_WORD_META 0x00331605u                      /* "meta" */
#define PIPIT_I_WORD_OPERATIONAL_DISCONNECT 0x4a8b6977u    /* "operational-disconnect" */
#define PIPIT_I_WORD_STREAMING_CONNECTION 0x8c4a2129u      /* "streaming-connection" */
#define PIPIT_I_WORD_CLIENT_DISCONNECTED 0x1a20a0fdu       /* "client-disconnected" */
#define PIPIT_I_WORD_USAGE_CAPPED 0x9513cda9u              /* "usage-capped" */
#define PIPIT_I_WORD_USAGE_CAP_EXCEEDED 0x82b8e4e4u        /* "UsageCapExceeded" */
#define PIPIT_I_WORD_TOO_MANY_CONNECTIONS 0x3785e1c2u      /* "TooManyConnections" */
#define PIPIT_I_WORD_PROVISIONING_SUBSCRIPTION 0x4bb0308au /* "ProvisioningSubscription" */
#define PIPIT_I_WORD_FORCED 0xb45fd2d9u                    /* "Forced" */
#define PIPIT_I_WORD_FORCE 0x05d18aebu                     /* "Force" */

/* The number of a word that is all there. */
uint32_t pipit_i_word(const char *text, size_t len);

#endif
