# SPDX-License-Identifier: MIT
# The sources of the TLS port.
set(PIPIT_TLS_SOURCES
  pipit_tls.c
  pipit_tls_ca.c
  pipit_tls_session.c
  pipit_tls_suites.c
  pipit_tls_error.c
  pipit_tls_explain.c
  pipit_tls_arena.c)
