/* SPDX-License-Identifier: MIT */
/* Ports with one defect each, over the POSIX port: the conformance suite must find every one (faults.sh). */
#ifndef FAULTS_H
#define FAULTS_H

#include "subjects.h"

/* @return NULL if there is no such defect. */
const subject_t *fault_find(const char *name);

#endif
