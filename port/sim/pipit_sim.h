/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_sim
 *  A simulated network in virtual time, for tests: a week of bad Wi-Fi takes a second. The same seed gives the same
 *  result.
 *
 *      pipit_sim_t          the simulation: its time, random numbers and faults
 *      pipit_sim_weather_t  how often which fault happens
 *      pipit_sim_link_t     a port, and the bytes that are under way
 *      pipit_sim_peer_t     the other end: yours, or the model of X (pipit_sim_x.h)
 *
 *  No function sleeps, allocates, or uses the time of day. The virtual time does not advance while the program
 *  computes; the port's `wait` advances it until something arrives. Use one thread. port/sim/README.md is the guide.
 *  Unless a comment says otherwise, a function is legal at any time after pipit_sim_init() and pipit_sim_port(). */
#ifndef PIPIT_SIM_H
#define PIPIT_SIM_H

#include "pipit/port.h"

#ifdef __cplusplus
extern "C" {
#endif

#define PIPIT_SIM_TO_CLIENT_BYTES 16384u /**< the most bytes under way to the client (its TCP window) */
#define PIPIT_SIM_TO_PEER_BYTES 4096u    /**< the most bytes under way to the peer */
#define PIPIT_SIM_SEGMENTS 64u           /**< the most pieces under way in one direction */
#define PIPIT_SIM_NEVER UINT64_MAX       /**< as a time: never */

/** The faults. The first four happen when a client opens a connection, the next six to one open connection, the last
 *  two to all connections. */
enum {
    PIPIT_SIM_DNS = 0,         /**< the name has no address: PIPIT_E_DNS */
    PIPIT_SIM_REFUSED = 1,     /**< the connection is refused: PIPIT_E_CONNECT */
    PIPIT_SIM_UNANSWERED = 2,  /**< no answer ever arrives; only the client's own time-out ends the attempt */
    PIPIT_SIM_TLS = 3,         /**< the handshake fails: PIPIT_E_TLS */
    PIPIT_SIM_FIN = 4,         /**< the connection is closed in order, after any byte: PIPIT_E_CLOSED */
    PIPIT_SIM_RST = 5,         /**< the connection is reset: PIPIT_E_RESET */
    PIPIT_SIM_SILENCE = 6,     /**< no more bytes reach the client; neither end gets an error */
    PIPIT_SIM_DEAF = 7,        /**< no more bytes reach the peer; neither end gets an error */
    PIPIT_SIM_STALL = 8,       /**< no byte arrives for up to 22 s, then all bytes arrive */
    PIPIT_SIM_DRIP = 9,        /**< for up to 2 minutes the bytes arrive slowly, one by one */
    PIPIT_SIM_OUTAGE = 10,     /**< no network for 30 s or longer: connections are dead, and opening fails */
    PIPIT_SIM_CLOCK_BACK = 11, /**< the device's clock steps back by up to 10 s */
    PIPIT_SIM_FAULTS = 12
};

/** The direction of bytes. */
enum { PIPIT_SIM_TO_CLIENT = 0, PIPIT_SIM_TO_PEER = 1 };

/** The properties of the network, and how often each fault happens. All zero: every byte arrives immediately, and
 *  nothing ever fails. */
typedef struct {
    uint32_t latency_ms;    /**< longest time that a piece is under way */
    uint32_t segment_bytes; /**< largest size of a piece, from 1 byte on; 0: pieces are as they were sent */
    uint32_t outage_ms;     /**< an outage lasts 30 s plus at most this time; 0: plus at most one hour */
    bool records; /**< like TLS: what the peer sends in one call arrives complete or not at all, and one recv returns
                       bytes of one record only */
    uint32_t faults[PIPIT_SIM_FAULTS]; /**< for each fault, 0: never. The first four: in how many of a million opens it
                                            happens. The others: mean time between two of them, in seconds */
} pipit_sim_weather_t;

/** A bad Wi-Fi: each kind of fault of a connection happens about once in half a day. */
extern const pipit_sim_weather_t pipit_sim_bad_wifi;

typedef struct pipit_sim pipit_sim_t;
typedef struct pipit_sim_link pipit_sim_link_t;

/** The other end of links, as four functions. The simulation calls them while the client's port functions run. They may
 *  call every function under "for peers" below. A link has one connection after another. A connection is identified by
 *  its link and its number, which is pipit_sim_connection() during `connected`. A peer may still believe that an old
 *  connection is alive when the next one begins. */
typedef struct {
    /** A client has connected. */
    void (*connected)(void *io, pipit_sim_link_t *link);
    /** Bytes have arrived on the current connection; `bytes` is valid until the function returns. */
    void (*received)(void *io, pipit_sim_link_t *link, const uint8_t *bytes, size_t len);
    /** The current connection has ended, because of the client or of a fault that the peer can see. */
    void (*ended)(void *io, pipit_sim_link_t *link);
    /** The time of pipit_sim_wake() has come, or there is room again after pipit_sim_send() took fewer bytes. */
    void (*woken)(void *io, pipit_sim_link_t *link);
} pipit_sim_peer_t;

/** Private. */
typedef struct {
    uint64_t at_ms;
    uint32_t len;
} pipit_sim_segment_t;

/** Private: one direction of a connection. */
typedef struct {
    uint8_t *bytes; /* a ring buffer */
    uint32_t size;
    uint32_t first; /* index of the first byte */
    uint32_t used;
    pipit_sim_segment_t segments[PIPIT_SIM_SEGMENTS]; /* a ring buffer */
    uint32_t segment_first;
    uint32_t segment_count;
    uint64_t sent;       /* bytes sent on this connection, lost ones included */
    uint64_t taken;      /* bytes of this connection that the receiver has read */
    uint64_t since_made; /* like `sent`, but for all connections of the link */
    uint64_t cut_at;     /* cut the connection when since_made reaches this; PIPIT_SIM_NEVER */
    uint8_t cut;         /* PIPIT_SIM_FIN, PIPIT_SIM_RST, or another: lose all further bytes */
    uint8_t end;         /* what follows the last segment: 0, PIPIT_SIM_FIN or PIPIT_SIM_RST */
    uint64_t end_ms;
    bool lost;    /* bytes are accepted from the sender but silently lost */
    bool starved; /* the sender got the result that there is no room */
} pipit_sim_pipe_t;

/** A link: the io of a port. Its members are private. It must stay in its place while the simulation is used. */
struct pipit_sim_link {
    pipit_sim_t *sim;
    pipit_sim_link_t *next;
    const pipit_sim_peer_t *peer;
    void *peer_io;
    uint8_t state;
    uint32_t connection;
    int32_t outcome; /* result of the connection attempt */
    int32_t error;   /* returned until the next open */
    int32_t detail;
    uint64_t dialled_ms; /* end of the connection attempt */
    uint64_t wake_ms;
    uint64_t closed_ms;
    uint64_t stalled_ms; /* no byte arrives before this time */
    uint64_t drips_ms;   /* bytes arrive slowly before this time */
    uint64_t fault_ms;   /* time of the next fault */
    uint8_t fault;       /* the next fault */
    bool news;           /* the client may send or receive again */
    bool peer_told;      /* `ended` was called for this connection */
    pipit_sim_pipe_t to_client;
    pipit_sim_pipe_t to_peer;
    uint8_t to_client_bytes[PIPIT_SIM_TO_CLIENT_BYTES];
    uint8_t to_peer_bytes[PIPIT_SIM_TO_PEER_BYTES];
};

/** The simulation. Its members are private, except `counts`: how often each fault has happened. */
struct pipit_sim {
    uint64_t now_ms;
    uint64_t random;
    pipit_sim_weather_t weather;
    pipit_sim_link_t *links;
    uint64_t outage_begins_ms;
    uint64_t outage_ends_ms;
    uint64_t clock_back_at_ms;
    uint32_t clock_ms; /* the device's clock at now_ms 0, all steps included */
    uint64_t counts[PIPIT_SIM_FAULTS];
};

/** Start a simulation at time 0. Legal at any time; what `sim` held before is overwritten.
 *  @param sim     yours; it must stay in its place while its links are used.
 *  @param seed    of the random numbers. It also sets the start of the device's clock; with about half of all seeds
 *  this clock wraps within a day.
 *  @param weather copied; NULL: nothing fails. */
void pipit_sim_init(pipit_sim_t *sim, uint64_t seed, const pipit_sim_weather_t *weather);

/** Add a link to a simulation. Legal once for each link after pipit_sim_init().
 *  @param link    yours, overwritten; borrowed as long as the simulation is used.
 *  @param sim     the simulation, borrowed as long as the port is used.
 *  @param peer    the functions of the other end, borrowed as long as the port is used.
 *  @param peer_io their first argument.
 *  @return the port. Its errors are those of the faults, with detail 0; PIPIT_E_IO if it is not open. */
pipit_port_t pipit_sim_port(pipit_sim_link_t *link, pipit_sim_t *sim, const pipit_sim_peer_t *peer, void *peer_io);

/** Get the virtual time in milliseconds since the simulation started. */
uint64_t pipit_sim_now_ms(const pipit_sim_t *sim);

/** Advance the virtual time by `ms`, whatever arrives in this time, as if the program did not run. */
void pipit_sim_pass(pipit_sim_t *sim, uint64_t ms);

/** Advance the virtual time until one of all links can send or receive, at most by `max_ms`. This is the `wait` of a
 *  pipit_group_t, with `sim` as its wait_io. */
void pipit_sim_wait(void *sim, uint32_t max_ms);

/** Get the next random number of the simulation.
 *  @param sim the simulation.
 *  @param n   at least 1.
 *  @return a number from 0 to n - 1. */
uint32_t pipit_sim_dice(pipit_sim_t *sim, uint32_t n);

/** Set the device's clock (the `now` of all ports) to this value. */
void pipit_sim_clock_set(pipit_sim_t *sim, uint32_t clock_ms);

/** Make a fault happen now.
 *  @param link  the link; a PIPIT_SIM_OUTAGE or PIPIT_SIM_CLOCK_BACK happens to all links.
 *  @param fault PIPIT_SIM_FIN or a later fault; the first four do nothing. */
void pipit_sim_fault(pipit_sim_link_t *link, uint8_t fault);

/** Cut a connection after an exact number of bytes. It happens once; a later call replaces an earlier one.
 *  @param link      the link.
 *  @param direction the direction in which the bytes are counted.
 *  @param fault     PIPIT_SIM_FIN or PIPIT_SIM_RST: both ends see the end. PIPIT_SIM_SILENCE: no end sees it, further
 *  bytes in this direction are lost.
 *  @param at_byte   the number of bytes, counted over all connections of this link. If more bytes were already sent,
 *  nothing happens. */
void pipit_sim_cut(pipit_sim_link_t *link, uint8_t direction, uint8_t fault, uint64_t at_byte);

/** Get how many bytes the client has received on its current or last connection. */
uint64_t pipit_sim_received(const pipit_sim_link_t *link);

/** Get the name of a fault for tables, for example "name without address". @return static text. */
const char *pipit_sim_fault_name(uint8_t fault);

/* ---- for peers ---- */

/** Get the number of the current or last connection. The first one is 1. */
uint32_t pipit_sim_connection(const pipit_sim_link_t *link);

/** Send bytes to the client. Does not block.
 *  @param link       the link.
 *  @param connection the number of the connection.
 *  @param bytes      copied.
 *  @param len        how many.
 *  @return how many bytes were taken. If fewer than `len`, `woken` is called when there is room again. If this
 *  connection does not exist any more, `len`: a peer does not notice it. */
size_t pipit_sim_send(pipit_sim_link_t *link, uint32_t connection, const void *bytes, size_t len);

/** Get how many bytes were sent on the current connection, lost ones included. */
uint64_t pipit_sim_sent(const pipit_sim_link_t *link);

/** End a connection after all bytes that were sent on it.
 *  @param link       the link.
 *  @param connection the number of the connection; nothing happens if it does not exist any more.
 *  @param reset      true: the client gets PIPIT_E_RESET; false: PIPIT_E_CLOSED. */
void pipit_sim_end(pipit_sim_link_t *link, uint32_t connection, bool reset);

/** Request a call of `woken`. A link has one such time; a later call replaces an earlier one.
 *  @param link  the link.
 *  @param at_ms the time; PIPIT_SIM_NEVER: no call. */
void pipit_sim_wake(pipit_sim_link_t *link, uint64_t at_ms);

/** Get the time at which the client closed its last connection; 0: it has closed none. */
uint64_t pipit_sim_closed_ms(const pipit_sim_link_t *link);

#ifdef __cplusplus
}
#endif

#endif
