/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_sim
 *  A network in virtual time, for tests on a desk: a week of bad Wi-Fi in a second, the same for the same seed.
 *
 *      pipit_sim_t  the world: its time, its dice, its weather      pipit_sim_link_t  a port, and what is on its wire
 *      pipit_sim_peer_t  the other end: yours, or the model of X (pipit_sim_x.h)
 *
 *  Nothing sleeps, allocates or knows the time of day. The world stands still while the program computes; the port's
 *  `wait` lets it go on until something arrives. One thread. port/sim/README.md is the guide. */
#ifndef PIPIT_SIM_H
#define PIPIT_SIM_H

#include "pipit/port.h"

#ifdef __cplusplus
extern "C" {
#endif

#define PIPIT_SIM_TO_CLIENT_BYTES 16384u /**< on the way to the client, at most: its TCP window */
#define PIPIT_SIM_TO_PEER_BYTES 4096u    /**< on the way to the peer */
#define PIPIT_SIM_SEGMENTS 64u           /**< pieces on the way in one direction */
#define PIPIT_SIM_NEVER UINT64_MAX       /**< for a time: not at all */

/** What can go wrong. The first four meet a client that opens a link; the next six a connection; the others all. */
enum {
    PIPIT_SIM_DNS = 0,         /**< the name has no address: PIPIT_E_DNS */
    PIPIT_SIM_REFUSED = 1,     /**< PIPIT_E_CONNECT */
    PIPIT_SIM_UNANSWERED = 2,  /**< no answer ever: the client's own time has to end it */
    PIPIT_SIM_TLS = 3,         /**< a broken handshake: PIPIT_E_TLS */
    PIPIT_SIM_FIN = 4,         /**< the connection ends in order, at any byte: PIPIT_E_CLOSED */
    PIPIT_SIM_RST = 5,         /**< it is reset: PIPIT_E_RESET */
    PIPIT_SIM_SILENCE = 6,     /**< no byte reaches the client any more; nobody is told */
    PIPIT_SIM_DEAF = 7,        /**< no byte reaches the peer any more; nobody is told */
    PIPIT_SIM_STALL = 8,       /**< nothing moves for up to 22 s, then all of it comes */
    PIPIT_SIM_DRIP = 9,        /**< for up to 2 minutes single bytes, slowly */
    PIPIT_SIM_OUTAGE = 10,     /**< minutes to hours without a network: connections are dead, opening fails */
    PIPIT_SIM_CLOCK_BACK = 11, /**< the device's clock steps back, up to 10 s */
    PIPIT_SIM_FAULTS = 12
};

/** A direction. */
enum { PIPIT_SIM_TO_CLIENT = 0, PIPIT_SIM_TO_PEER = 1 };

/** How a network behaves when nothing is wrong, and how often something is. All zero: one byte is like another, at
 *  once, for ever. */
typedef struct {
    uint32_t latency_ms;    /**< a piece is on its way for up to so long */
    uint32_t segment_bytes; /**< pieces have 1 to so many bytes; 0: as they were sent */
    uint32_t outage_ms;     /**< an outage is at most so long; 0: an hour */
    bool records; /**< as with TLS: what the peer sends at once arrives whole or not at all, and one recv gives
                       bytes of one record only */
    uint32_t faults[PIPIT_SIM_FAULTS]; /**< by fault. The first four: of a million opens so many. The others: one in so
                                            many seconds, in the mean. 0: never */
} pipit_sim_weather_t;

/** A router that drops, a signal that comes and goes: about one fault of each kind in half a day. */
extern const pipit_sim_weather_t pipit_sim_bad_wifi;

typedef struct pipit_sim pipit_sim_t;
typedef struct pipit_sim_link pipit_sim_link_t;

/** The other end of links: what happens there. Called while the client's port functions run; may call everything under
 *  "for peers" below. A connection is known by its link and its number, pipit_sim_connection() while it is `connected`:
 *  a link has one connection after the other, and a peer need not know that the last one is dead. */
typedef struct {
    /** A client has connected. */
    void (*connected)(void *io, pipit_sim_link_t *link);
    /** Bytes have come on the present connection; the view ends with the call. */
    void (*received)(void *io, pipit_sim_link_t *link, const uint8_t *bytes, size_t len);
    /** The present connection has ended, by the client or on the way, and the peer is told. */
    void (*ended)(void *io, pipit_sim_link_t *link);
    /** The time of pipit_sim_wake() has come, or there is room again after pipit_sim_send() took less than all. */
    void (*woken)(void *io, pipit_sim_link_t *link);
} pipit_sim_peer_t;

/** Private. */
typedef struct {
    uint64_t at_ms;
    uint32_t len;
} pipit_sim_segment_t;

/** Private: one direction of a connection. */
typedef struct {
    uint8_t *bytes; /* a ring */
    uint32_t size;
    uint32_t first; /* of the bytes */
    uint32_t used;
    pipit_sim_segment_t segments[PIPIT_SIM_SEGMENTS]; /* a ring */
    uint32_t segment_first;
    uint32_t segment_count;
    uint64_t sent;       /* of this connection, lost ones included */
    uint64_t taken;      /* of this connection, by the receiver */
    uint64_t since_made; /* as sent, of all connections of the link */
    uint64_t cut_at;     /* in bytes of since_made; PIPIT_SIM_NEVER */
    uint8_t cut;         /* PIPIT_SIM_FIN, _RST or another: nothing passes any more */
    uint8_t end;         /* what follows the last segment: 0, PIPIT_SIM_FIN, PIPIT_SIM_RST */
    uint64_t end_ms;
    bool lost;    /* nothing more is taken in, though it looks so */
    bool starved; /* the sender was told that there is no room */
} pipit_sim_pipe_t;

/** A link: the io of a port. Its members are private; it must stay at its place. */
struct pipit_sim_link {
    pipit_sim_t *sim;
    pipit_sim_link_t *next;
    const pipit_sim_peer_t *peer;
    void *peer_io;
    uint8_t state;
    uint32_t connection;
    int32_t outcome; /* of the dialling */
    int32_t error;   /* sticky until the next open */
    int32_t detail;
    uint64_t dialled_ms; /* when the outcome is known */
    uint64_t wake_ms;
    uint64_t closed_ms;
    uint64_t stalled_ms; /* until then nothing arrives */
    uint64_t drips_ms;   /* until then bytes come slowly */
    uint64_t fault_ms;   /* when something goes wrong, */
    uint8_t fault;       /* and what */
    bool news;           /* bytes may flow, or flow again */
    bool peer_told;      /* that the connection has ended */
    pipit_sim_pipe_t to_client;
    pipit_sim_pipe_t to_peer;
    uint8_t to_client_bytes[PIPIT_SIM_TO_CLIENT_BYTES];
    uint8_t to_peer_bytes[PIPIT_SIM_TO_PEER_BYTES];
};

/** The world. Its members are private but `counts`: how often each fault was met. */
struct pipit_sim {
    uint64_t now_ms;
    uint64_t random;
    pipit_sim_weather_t weather;
    pipit_sim_link_t *links;
    uint64_t outage_begins_ms;
    uint64_t outage_ends_ms;
    uint64_t clock_back_at_ms;
    uint32_t clock_ms; /* the device's clock when now_ms was 0, steps included */
    uint64_t counts[PIPIT_SIM_FAULTS];
};

/** Begin a world at time 0. `weather` is copied; NULL: nothing goes wrong. The device's clock begins anywhere, for
 *  every second seed so that it wraps within a day. */
void pipit_sim_init(pipit_sim_t *sim, uint64_t seed, const pipit_sim_weather_t *weather);

/** Add a link of this world. `link`, `sim` and `peer` are borrowed for the life of the port. Its errors: see the
 * faults; details are 0. */
pipit_port_t pipit_sim_port(pipit_sim_link_t *link, pipit_sim_t *sim, const pipit_sim_peer_t *peer, void *peer_io);

/** Milliseconds since the world began. */
uint64_t pipit_sim_now_ms(const pipit_sim_t *sim);

/** The program is away for so long: the world goes on, whatever arrives. */
void pipit_sim_pass(pipit_sim_t *sim, uint64_t ms);

/** As a port's wait, until one of all links may move: pipit_group_t.wait, with the world as wait_io. */
void pipit_sim_wait(void *sim, uint32_t max_ms);

/** A number below `n`, which is at least 1. The next one of the seed's. */
uint32_t pipit_sim_dice(pipit_sim_t *sim, uint32_t n);

/** Make the device's clock show this now. */
void pipit_sim_clock_set(pipit_sim_t *sim, uint32_t clock_ms);

/** Something goes wrong now: a PIPIT_SIM_ fault from PIPIT_SIM_FIN on, on this link (PIPIT_SIM_OUTAGE and later: on
 * all). */
void pipit_sim_fault(pipit_sim_link_t *link, uint8_t fault);

/** End a connection by PIPIT_SIM_FIN, PIPIT_SIM_RST (both ends see it) or PIPIT_SIM_SILENCE (nobody does) when exactly
 * so many bytes have passed in a direction, counted over all connections of this link. Once; the last cut set counts.
 */
void pipit_sim_cut(pipit_sim_link_t *link, uint8_t direction, uint8_t fault, uint64_t at_byte);

/** Bytes that the client has taken from its present or last connection. */
uint64_t pipit_sim_received(const pipit_sim_link_t *link);

/** "name without address", for tables. */
const char *pipit_sim_fault_name(uint8_t fault);

/* ---- for peers ---- */

/** The number of the present or last connection, from 1. */
uint32_t pipit_sim_connection(const pipit_sim_link_t *link);

/** Send on a connection. @return how many bytes were taken; fewer than `len`: `woken` is called when there is room. All
 *  of them when that connection is no more: the peer does not know. */
size_t pipit_sim_send(pipit_sim_link_t *link, uint32_t connection, const void *bytes, size_t len);

/** Bytes that were sent on the present connection, lost ones included. */
uint64_t pipit_sim_sent(const pipit_sim_link_t *link);

/** End a connection, in order or not, after what was sent. */
void pipit_sim_end(pipit_sim_link_t *link, uint32_t connection, bool reset);

/** Call `woken` at this time, PIPIT_SIM_NEVER: not. One time for each link; the last one counts. */
void pipit_sim_wake(pipit_sim_link_t *link, uint64_t at_ms);

/** When the client closed its last connection; 0 if it did not yet. */
uint64_t pipit_sim_closed_ms(const pipit_sim_link_t *link);

#ifdef __cplusplus
}
#endif

#endif
