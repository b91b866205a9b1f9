/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_select
 *  Keep only the members of a stream's messages that you need. The other members are discarded as they arrive, so the
 *  length of a message no longer matters: the receive buffer and the tokens only have to hold what you keep. Reading a
 *  message is faster too.
 *
 *      static const char *const wanted[] = {"data.id", "data.text", "includes.users.username", "matching_rules.tag"};
 *      static pipit_select_t select = PIPIT_SELECT(wanted);
 *      pipit_init(&feed, &config);
 *      pipit_select_use(&feed, &select);
 *
 *  Events and readers work as with whole messages. event->data is a smaller JSON text of the same shape, without
 *  spaces:
 *  - If a path ends at an object or an array, everything inside it is kept. An array on the way of a path is passed
 *    through: the rest of the path applies to each of its elements.
 *  - Objects and arrays on the way of a path are kept even if nothing is left in them. A name that occurs twice is kept
 *    twice, as in whole messages. Names are compared after their escapes are decoded, and names of a path are
 *    written to event->data without escapes.
 *  - pipit_tweet_read() and on_tweet need data.id and data.text.
 *  - The members errors, error, title, type, detail, connection_issue, disconnect_type and reason at the top of a
 *    message are kept too, unless `data` came before them: Pipit itself reads them in notices and errors. A line that
 *    is not a JSON object is kept whole.
 *  - If a string does not fit into the buffer, it is truncated at a character boundary to half of the remaining space,
 *    so that later members still fit. Any other member that does not fit into the buffer or the tokens is discarded,
 *    and so is one that is nested deeper than PIPIT_SELECT_DEPTH. In all these cases event->cut is set. It is also set
 *    if the buffer was too full to read the name of a member, although that member might not have been selected.
 *    event->total_bytes is the length of the line as X sent it.
 *  - In the values that are discarded Pipit only finds the end (quotes and brackets); an error inside them is not
 *    noticed. Everything else is checked as in whole messages: after PIPIT_E_JSON, event->data is what was kept before
 *    the error.
 *
 *  The code of select is linked only into a program that calls pipit_select_use(). */
#ifndef PIPIT_SELECT_H
#define PIPIT_SELECT_H

#include "pipit/client.h"

/** The largest number of paths. */
#define PIPIT_SELECT_PATHS 32u
/** The largest number of names in a path. */
#define PIPIT_SELECT_NAMES 6u
/** The largest depth of objects and arrays inside each other in the text that is kept. */
#define PIPIT_SELECT_DEPTH 64u

#ifdef __cplusplus
extern "C" {
#define PIPIT_I_SELECT_ZERO                                                                                            \
    {}
#else
#define PIPIT_I_SELECT_ZERO                                                                                            \
    { 0 }
#endif

/** The initialiser of a pipit_select_t for an array of paths (an array, not a pointer). */
#define PIPIT_SELECT(paths)                                                                                            \
    { (paths), sizeof(paths) / sizeof *(paths), 0, 0, PIPIT_I_SELECT_ZERO, 0, 0 }

#if UINTPTR_MAX > UINT32_MAX
/** A wanted name that was found. The next message of a stream nearly always has the same ones in the same order. Only
 *  on machines with 64 bits; private. */
typedef struct {
    uint32_t candidates; /* the paths that were compared with it, and where in them */
    uint32_t prefix;
    uint32_t wanted; /* the result, as in the scan, like the next one */
    uint8_t wish;
    uint8_t path; /* one of the paths that have the name, and the length of the name; 0: nothing is remembered */
    uint16_t len;
} pipit_select_name_t;
#define PIPIT_SELECT_KNOWN 16u
#endif

/** The position of the scanner in a line; private. */
typedef struct {
    uint8_t state;
    uint8_t string; /* inside a name or a string that is kept */
    uint8_t wish;   /* whether the next value is kept, passed through or discarded */
    uint8_t depth;  /* containers that are open in the text */
    uint8_t level;  /* names of paths between the top and this place */
    uint8_t digits; /* hexadecimal digits of an escape that have not arrived */
    uint8_t named;  /* bytes of "data:" before the message, in a server-sent event */
    bool escaped;   /* the name has an escape */
    bool post;      /* `data` was found */
    bool cut;
    bool gathers;      /* the line is put together, and not read so far */
    bool unchecked;    /* the UTF-8 and the control characters of the text are not checked, or are wrong */
    uint32_t prefix;   /* where the present name begins in the paths that match so far */
    uint32_t behind;   /* where the next name begins in the paths that match the last name */
    uint32_t skipping; /* containers that are open in the value that is discarded */
    uint32_t begin;    /* where the present member or element begins in the text, with its comma */
    uint32_t value;    /* where its name begins, later its value */
    int32_t kept;      /* number of tokens before it */
    int32_t count;     /* number of tokens */
    int32_t open;      /* the token of the innermost open container */
    int32_t whole;     /* the token of the outermost container that is kept whole; 0: none */
    uint32_t wanted[PIPIT_SELECT_NAMES]; /* the paths that match down to each level, one bit each */
#if UINTPTR_MAX > UINT32_MAX
    uint32_t known_next;                           /* the next one of known[] in this line */
    pipit_select_name_t known[PIPIT_SELECT_KNOWN]; /* it is kept from line to line */
#endif
} pipit_select_scan_t;

/** The paths to keep, and the memory of the scanner. Yours; each client needs its own. */
typedef struct pipit_select {
    const char *const *paths;     /**< names joined by dots, as they are in JSON without escapes: "data.text" */
    size_t path_count;            /**< 1 to PIPIT_SELECT_PATHS */
    size_t offender;              /**< after PIPIT_E_INVALID of pipit_select_use(): the index of the wrong path, or
                                       path_count if the number of paths is wrong */
    uint32_t cut_count;           /**< read it: messages with event->cut, in all requests; wraps */
    pipit_select_scan_t scan;     /**< private */
    const pipit_driver_t *driver; /**< private */
    const pipit_t *client;        /**< private: whose it is */
} pipit_select_t;

/** Keep only the members that `select` names, in all streams that this client starts from now on. Legal after
 *  pipit_init() if no request is running. Does not block.
 *  @param client the client.
 *  @param select borrowed, with its paths, until the next call of this function or pipit_init(). NULL: whole messages.
 *  @return PIPIT_OK. PIPIT_E_STATE: a request is running, or another client has `select`, until that client is given
 *  NULL or another. PIPIT_E_INVALID: the client was not given to pipit_init(), there is no path, there are more than
 *  PIPIT_SELECT_PATHS, or a path is NULL, has an empty name, more than PIPIT_SELECT_NAMES names, or a quote, a
 *  backslash or a control character; select->offender is its index. After an error the client keeps
 * what it had before.
 */
pipit_err_t pipit_select_use(pipit_t *client, pipit_select_t *select);

#ifdef __cplusplus
}
#endif

#endif
