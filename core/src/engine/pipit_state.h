/* SPDX-License-Identifier: MIT */
/* The states of the engine: see the diagram in core/README.md. */
#ifndef PIPIT_STATE_H
#define PIPIT_STATE_H

enum {
    PIPIT_I_IDLE,    /* no request is running */
    PIPIT_I_OPEN,    /* the connection is being opened */
    PIPIT_I_SEND,    /* the request is being sent */
    PIPIT_I_HEAD,    /* the response head is arriving */
    PIPIT_I_BODY,    /* the stream, or the answer of a call */
    PIPIT_I_REFUSED, /* the body of an error answer */
    PIPIT_I_NOTICED, /* X announced the end of the stream */
    PIPIT_I_CLOSE,   /* the attempt is over, the connection must be closed */
    PIPIT_I_WAIT     /* the delay before the next attempt */
};

#endif
