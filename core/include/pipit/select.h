/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_select
 *  Only the members of a stream's messages that you want: a message then takes the memory of what is wanted of it,
 *  however long it is, and the time to read it falls as well.
 *
 *      static const char *const wanted[] = {"data.id", "data.text", "includes.users.username", "matching_rules.tag"};
 *      static pipit_select_t select = PIPIT_SELECT(wanted);
 *      pipit_init(&feed, &config);
 *      pipit_select_use(&feed, &select);
 *
 *  Events and views are those of whole messages; event->data is a smaller JSON text of the same shape, without spaces:
 *  - Objects and arrays on the way to a wanted member stand there even if nothing is left in them; arrays are walked
 *    through; of a member that a path ends with, all is there. Names are compared without their escapes, and the
 *    names of a path stand in event->data without them; a member that comes twice is there twice, as in whole messages.
 *  - pipit_tweet_read() and on_tweet need data.id and data.text.
 *  - A message without `data` before them also has errors, error, title, type, detail, connection_issue,
 *    disconnect_type and reason, which Pipit itself reads. A line that is no JSON object comes whole.
 *  - What has no room, in the buffer or in tokens: a string is cut to half of the room that was left, behind a whole
 *    character, so that something is left for what follows; any other member is left out, and so is what is nested
 *    deeper than PIPIT_SELECT_DEPTH. event->cut says so; it also says so of a member that might not have been wanted,
 *    if even its name had no room. event->total_bytes is the length of the line as X sent it.
 *  - What is not wanted is passed over by its quotes and brackets; mistakes in there go unseen. All else is checked
 *    as in whole messages: PIPIT_E_JSON; event->data is then what was kept until there.
 *
 *  With select a message is tokenised while it comes in. A program that does not name
 *  pipit_select_use() has no code of it. */
#ifndef PIPIT_SELECT_H
#define PIPIT_SELECT_H

#include "pipit/client.h"

/** How many paths there can be, how many names in each, and how deep containers are followed. */
#define PIPIT_SELECT_PATHS 32u
#define PIPIT_SELECT_NAMES 6u
#define PIPIT_SELECT_DEPTH 64u

#ifdef __cplusplus
extern "C" {
#define PIPIT_I_SELECT_ZERO                                                                                            \
    {}
#else
#define PIPIT_I_SELECT_ZERO                                                                                            \
    { 0 }
#endif

/** The initialiser of a pipit_select_t for an array of paths. */
#define PIPIT_SELECT(paths)                                                                                            \
    { (paths), sizeof(paths) / sizeof *(paths), 0, PIPIT_I_SELECT_ZERO, 0, 0 }

/** Where the scanner is in a line; private. */
typedef struct {
    uint8_t state;
    uint8_t string; /* inside a name or a string that is kept */
    uint8_t wish;   /* what becomes of the value that follows */
    uint8_t depth;  /* containers that are open in the text */
    uint8_t level;  /* names on the way here */
    uint8_t digits; /* hexadecimal ones of an escape that have not come */
    bool escaped;   /* the name has an escape */
    bool post;      /* `data` was there */
    bool cut;
    bool cr;                             /* the last byte was a CR */
    uint32_t prefix;                     /* where in the paths that led here their present name begins */
    uint32_t behind;                     /* where the next one begins in those that have the last name */
    uint32_t skipping;                   /* containers that are open in the value that is passed over */
    uint32_t begin;                      /* of the present member or element in the text, its comma included */
    uint32_t value;                      /* of its name, then of its value */
    int32_t kept;                        /* tokens before it */
    int32_t count;                       /* tokens */
    int32_t open;                        /* the token of the innermost open container */
    int32_t whole;                       /* that of the outermost one of which all is wanted; 0: none */
    uint32_t wanted[PIPIT_SELECT_NAMES]; /* paths that led to the names of each level, a bit each */
} pipit_select_scan_t;

/** What is wanted, and the scanner's memory: one for each client, yours for the life of the client. */
typedef struct pipit_select {
    const char *const *paths; /**< names joined by dots: "data.text"; as JSON shows them without escapes; borrowed */
    size_t path_count;        /**< 1 to PIPIT_SELECT_PATHS */
    size_t offender;          /**< after PIPIT_E_INVALID of pipit_select_use(): the index of the path that is none, or
                                   path_count if their number is wrong */
    pipit_select_scan_t scan; /**< private */
    const pipit_driver_t *driver; /**< private */
    const pipit_t *client;        /**< private: whose it is */
} pipit_select_t;

/** From the next stream of this client on, receive only what `select` names; NULL: whole messages again. Legal after
 *  pipit_init() while no request is running. Nothing is copied: `select` and its paths are the client's until another
 *  call takes their place. Does not block.
 *  @return PIPIT_OK; PIPIT_E_STATE if a request is running, or another client has `select`, until that one is given
 * NULL or another; PIPIT_E_INVALID if the client was not given to pipit_init(), there are no paths or more than
 *  PIPIT_SELECT_PATHS, or a path is NULL, has an empty name or more than PIPIT_SELECT_NAMES of them, or has a quote, a
 *  backslash or a control character: pipit_offender() says so, and select->offender is its index. After an error the
 *  client is as it was. */
pipit_err_t pipit_select_use(pipit_t *client, pipit_select_t *select);

#ifdef __cplusplus
}
#endif

#endif
