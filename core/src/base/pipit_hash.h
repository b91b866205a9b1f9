/* SPDX-License-Identifier: MIT */
/* Hashes of the words of HTTP and of X that Pipit must recognise. A word is hashed while it arrives, without being
 * stored, and then compared as one number; its text needs no flash. Two words of X must not have the same hash:
 * tests/repo/words.py computes all hashes again and checks this. A peer that sends another word with the same hash
 * gains nothing: it could have sent the word itself. */
#ifndef PIPIT_HASH_H
#define PIPIT_HASH_H

#include <stddef.h>
#include <stdint.h>

/* Add a character, as its number, or a byte to a hash. Upper and lower case give the same hash. */
#define PIPIT_I_HASH_CODE(hash, code) ((hash)*31u + ((code) | 0x20u))
#define PIPIT_I_HASH_NEXT(hash, c) PIPIT_I_HASH_CODE(hash, (uint32_t)(uint8_t)(c))

#define PIPIT_I_HASH_TRANSFER_ENCODING 0x4bf6b0f5u         /* "transfer-encoding" */
#define PIPIT_I_HASH_CONTENT_LENGTH 0xbc7b26bau            /* "content-length" */
#define PIPIT_I_HASH_CONTENT_ENCODING 0x7ce07427u          /* "content-encoding" */
#define PIPIT_I_HASH_DATE 0x002eefaeu                      /* "date" */
#define PIPIT_I_HASH_RETRY_AFTER 0x733c9e77u               /* "retry-after" */
#define PIPIT_I_HASH_RATE_REMAINING 0xc387ddacu            /* "x-rate-limit-remaining" */
#define PIPIT_I_HASH_RATE_RESET 0xa86d9805u                /* "x-rate-limit-reset" */
#define PIPIT_I_HASH_APP_DAY_REMAINING 0x61c6b382u         /* "x-app-limit-24hour-remaining" */
#define PIPIT_I_HASH_APP_DAY_RESET 0xf5fcc8dbu             /* "x-app-limit-24hour-reset" */
#define PIPIT_I_HASH_USER_DAY_REMAINING 0xbc01044eu        /* "x-user-limit-24hour-remaining" */
#define PIPIT_I_HASH_USER_DAY_RESET 0xb0375fa7u            /* "x-user-limit-24hour-reset" */
#define PIPIT_I_HASH_CHUNKED 0x2d2547ccu                   /* "chunked" */
#define PIPIT_I_HASH_IDENTITY 0xf7e870beu                  /* "identity" */
#define PIPIT_I_HASH_DATA 0x002eefaau                      /* "data" */
#define PIPIT_I_HASH_ERRORS 0xb2d56f6bu                    /* "errors" */
#define PIPIT_I_HASH_ERROR 0x05c4d208u                     /* "error" */
#define PIPIT_I_HASH_TITLE 0x06942258u                     /* "title" */
#define PIPIT_I_HASH_TYPE 0x00368f3au                      /* "type" */
#define PIPIT_I_HASH_DETAIL 0xb06a1851u                    /* "detail" */
#define PIPIT_I_HASH_CONNECTION_ISSUE 0x7e4a8018u          /* "connection_issue" */
#define PIPIT_I_HASH_DISCONNECT_TYPE 0x5661e11du           /* "disconnect_type" */
#define PIPIT_I_HASH_REASON 0xc8459244u                    /* "reason" */
#define PIPIT_I_HASH_RULES 0x067d48f7u                     /* "rules" */
#define PIPIT_I_HASH_DUPLICATE_RULES 0xe89e75b5u           /* "duplicate-rules" */
#define PIPIT_I_HASH_DUPLICATE_RULE 0xb5826687u            /* "DuplicateRule" */
#define PIPIT_I_HASH_RULE_CAP 0x2d6fad81u                  /* "rule-cap" */
#define PIPIT_I_HASH_RULES_CAP_EXCEEDED 0xd4f2c7ceu        /* "RulesCapExceeded" */
#define PIPIT_I_HASH_BEARER 0xacf80361u                    /* "bearer" */
#define PIPIT_I_HASH_META 0x00331605u                      /* "meta" */
#define PIPIT_I_HASH_OPERATIONAL_DISCONNECT 0x4a8b6977u    /* "operational-disconnect" */
#define PIPIT_I_HASH_STREAMING_CONNECTION 0x8c4a2129u      /* "streaming-connection" */
#define PIPIT_I_HASH_CLIENT_DISCONNECTED 0x1a20a0fdu       /* "client-disconnected" */
#define PIPIT_I_HASH_USAGE_CAPPED 0x9513cda9u              /* "usage-capped" */
#define PIPIT_I_HASH_USAGE_CAP_EXCEEDED 0x82b8e4e4u        /* "UsageCapExceeded" */
#define PIPIT_I_HASH_CREDITS 0x3d4fb49au                   /* "credits" */
#define PIPIT_I_HASH_CREDITS_DEPLETED 0x2b5b9d1eu          /* "credits-depleted" */
#define PIPIT_I_HASH_NO_CREDITS 0x0591bbe5u                /* "CreditsDepleted" */
#define PIPIT_I_HASH_SPEND_CAP_REACHED 0x1933291eu         /* "SpendCapReached" */
#define PIPIT_I_HASH_RULE_CONFIGURATION_ISSUE 0xb68f2d9fu  /* "RuleConfigurationIssue" */
#define PIPIT_I_HASH_PROVISIONING_SUBSCRIPTION 0x4bb0308au /* "ProvisioningSubscription" */
#define PIPIT_I_HASH_FORCED 0xb45fd2d9u                    /* "Forced" */
#define PIPIT_I_HASH_FORCE 0x05d18aebu                     /* "Force" */
#define PIPIT_I_HASH_EVENT 0x05c6729au                     /* "event" */
#define PIPIT_I_HASH_ID 0x00000d1bu                        /* "id" */
#define PIPIT_I_HASH_RETRY 0x067622a8u                     /* "retry" */

#define PIPIT_I_HASH_NONE 0u /* the hash of an empty word */

/* @return the hash of a complete word. */
/*@ requires \valid_read(text + (0 .. len - 1));
    assigns \nothing; */
uint32_t pipit_i_hash(const char *text, size_t len);

#endif
