# SPDX-License-Identifier: MIT
# The sources of the core, in the order of the data's way.
set(PIPIT_CORE_SOURCES
  src/pipit_http_request.c
  src/pipit_http_head.c
  src/pipit_http_body.c
  src/pipit_line.c
  src/pipit_elements.c
  src/pipit_json.c
  src/pipit_json_text.c
  src/pipit_json_find.c
  src/pipit_backoff.c
  src/pipit_policy.c
  src/pipit_client.c
  src/pipit_x_endpoint.c
  src/pipit_x_stream.c
  src/pipit_x_rules.c
  src/pipit_x_problem.c
  src/pipit_x_message.c
  src/pipit_handlers.c
  src/pipit_loop.c
  src/pipit_err.c
  src/pipit_offender.c
  src/pipit_err_name.c
  src/pipit_strerror.c)
