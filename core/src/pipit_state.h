/* SPDX-License-Identifier: MIT */
/* The states of the engine, see the drawing in core/README.md, and its flags. */
#ifndef PIPIT_STATE_H
#define PIPIT_STATE_H

enum {
    PIPIT_I_IDLE,    /* nothing runs */
    PIPIT_I_OPEN,    /* the driver shall open a link */
    PIPIT_I_SEND,    /* the link is being made, or the request is going out */
    PIPIT_I_HEAD,    /* the response head is arriving */
    PIPIT_I_BODY,    /* the stream, or the answer of a call */
    PIPIT_I_REFUSED, /* the body of an error answer */
    PIPIT_I_NOTICED, /* X announced the end of the stream */
    PIPIT_I_CLOSE,   /* the driver shall close the link */
    PIPIT_I_DECIDE,  /* the attempt is over: again or not? */
    PIPIT_I_WAIT     /* until the next attempt */
};

enum {
    PIPIT_I_FLAG_LINK = 1,     /* the driver has a link, or is making one */
    PIPIT_I_FLAG_PROGRESS = 2, /* the state's time begins anew at the next pipit_next() */
    PIPIT_I_FLAG_CLOCK = 4,    /* now_ms is known */
    PIPIT_I_FLAG_EXPIRED = 8,  /* the timer ran out; the driver gets one more chance to bring bytes */
    PIPIT_I_FLAG_LAST_CR = 16, /* the last byte of the text is a CR */
    PIPIT_I_FLAG_VIEW = 32,    /* the text was handed out */
    PIPIT_I_FLAG_RESULT = 64   /* the answer brought something: a line of a stream, data or meta of a call */
};

#endif
