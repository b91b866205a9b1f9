# SPDX-License-Identifier: MIT
# How a board's firmware is built. A board's CMakeLists.txt names a tool chain file of this folder before project(),
# includes this file, and calls pipit_board(). See boards/README.md.
#
#   -DPIPIT_LWIP_DIR=FOLDER       source of lwIP 2.2 (default: port/lwip/fetch_lwip.sh)
#   -DPIPIT_MBEDTLS_DIR=FOLDER    source of mbedTLS 3.6 (default: port/mbedtls/fetch_mbedtls36.sh --source)
#   -DPIPIT_BOARD_CA=FILE.pem     the root to trust, known to the firmware as "ec" (default: the two of the local X)
#   -DPIPIT_BOARD_ASSERTS=ON      lwIP and Pipit check themselves: 15 KB more of flash
set(PIPIT_ROOT ${CMAKE_CURRENT_LIST_DIR}/../..)
get_filename_component(PIPIT_ROOT ${PIPIT_ROOT} ABSOLUTE)
set(PIPIT_BOARDS_COMMON ${CMAKE_CURRENT_LIST_DIR})
option(PIPIT_BOARD_ASSERTS "Assertions of lwIP and of Pipit stop the board" OFF)
set(PIPIT_BOARD_CA "" CACHE FILEPATH "A CA certificate, PEM, instead of those of the local X")

# pipit_source_folder(VARIABLE WHAT PROOF COMMAND...): the folder in VARIABLE, or the one that COMMAND prints.
function(pipit_source_folder variable what proof)
  set(${variable} "" CACHE PATH "Source folder of ${what}")
  if(NOT ${variable})
    execute_process(COMMAND ${ARGN} OUTPUT_VARIABLE folder OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE result)
    if(NOT result EQUAL 0)
      message(FATAL_ERROR "the source of ${what} could not be fetched; say -D${variable}=/path/to/it")
    endif()
    set(${variable} ${folder} CACHE PATH "Source folder of ${what}" FORCE)
  endif()
  if(NOT EXISTS ${${variable}}/${proof})
    message(FATAL_ERROR "${variable}: ${${variable}} has no ${proof}, so it is not the source of ${what}")
  endif()
endfunction()
pipit_source_folder(PIPIT_LWIP_DIR "lwIP 2.2" src/core/tcp.c ${PIPIT_ROOT}/port/lwip/fetch_lwip.sh)
pipit_source_folder(PIPIT_MBEDTLS_DIR "mbedTLS 3.6" library/ssl_tls.c
  ${PIPIT_ROOT}/port/mbedtls/fetch_mbedtls36.sh --source)

include(${PIPIT_ROOT}/core/jsmn.cmake)
pipit_jsmn_alone(PIPIT_BOARD_JSMN)

set(PIPIT_LWIP_FILES core/init.c core/def.c core/dns.c core/inet_chksum.c core/ip.c core/mem.c core/memp.c core/netif.c
  core/pbuf.c core/stats.c core/tcp.c core/tcp_in.c core/tcp_out.c core/timeouts.c core/udp.c core/ipv4/acd.c
  core/ipv4/dhcp.c core/ipv4/etharp.c core/ipv4/icmp.c core/ipv4/ip4.c core/ipv4/ip4_addr.c netif/ethernet.c)
list(TRANSFORM PIPIT_LWIP_FILES PREPEND ${PIPIT_LWIP_DIR}/src/)
# All but what the one configuration leaves empty: it is half of the time to compile.
file(GLOB PIPIT_MBEDTLS_FILES ${PIPIT_MBEDTLS_DIR}/library/*.c)
list(FILTER PIPIT_MBEDTLS_FILES EXCLUDE REGEX "/(psa_[a-z_]*|ssl_tls13_[a-z]*|ssl_tls12_server|ssl_cache|ssl_cookie|\
ssl_ticket|aria|camellia|ccm|des|dhm|ecjpake|hkdf|hmac_drbg|lmots|lms|md5|mps_[a-z]*|nist_kw|\
padlock|aesni|aesce|pem|pkcs[0-9]*|pkwrite|ripemd160|sha1|sha3|sha512|threading|timing|net_sockets|x509_crl|x509_csr|\
x509_create|x509write[a-z_]*|debug|memory_buffer_alloc|version_features|error|base64|cmac|ecp_curves_new)\\.c$")

# The files in which most of the instructions are spent are compiled for speed; boards/README.md says what each costs.
set(PIPIT_FAST_FILES chacha20.c poly1305.c CACHE STRING "")
list(TRANSFORM PIPIT_FAST_FILES PREPEND ${PIPIT_MBEDTLS_DIR}/library/)
set_source_files_properties(${PIPIT_FAST_FILES} PROPERTIES COMPILE_OPTIONS -O2)

include(${PIPIT_ROOT}/core/files.cmake)
list(TRANSFORM PIPIT_CORE_SOURCES PREPEND ${PIPIT_ROOT}/core/)

include(${PIPIT_ROOT}/port/mbedtls/files.cmake)
list(TRANSFORM PIPIT_TLS_SOURCES PREPEND ${PIPIT_ROOT}/port/mbedtls/)
set(PIPIT_PORT_FILES ${PIPIT_ROOT}/port/lwip/pipit_lwip.c ${PIPIT_TLS_SOURCES}
  ${PIPIT_ROOT}/examples/pipit/feed/scaled_time.c)
set(PIPIT_COMMON_FILES arguments.c client_config.c fault.c fault_test.c flash_check.c link.c link_port.c net.c platform.c report.c stack.c start.c)
list(TRANSFORM PIPIT_COMMON_FILES PREPEND ${PIPIT_BOARDS_COMMON}/)

# What the clock of a board begins with: when this build folder was made. SOURCE_DATE_EPOCH makes builds repeatable.
string(TIMESTAMP now "%s" UTC)
set(PIPIT_BOARD_BUILD_TIME ${now} CACHE STRING "Seconds since 1970 that a board without a clock begins with")

# pipit_board(NAME
#   SOURCES file...            the board's own, and the main program: ${PIPIT_BOARDS_COMMON}/posts.c or its own
#   CPU_FLAGS flag...          for compiler and linker
#   LINKER_SCRIPT file         defines FLASH, RAM and __stack_bytes, includes sections.ld
#   CONFIG folder              with lwipopts.h and mbedtls_config.h
#   TLS_ARENA_BYTES n RX_BYTES n TOKENS n    memory of TLS, and of Pipit's client
#   STACK_BYTES n
#   DEFINITIONS name=value...  for our code
#   LINK_FLAGS flag...
#   EMULATED)                  the emulator's entropy, which is not random, is allowed
# makes the executable NAME.elf.
function(pipit_board name)
  cmake_parse_arguments(BOARD "EMULATED" "LINKER_SCRIPT;CONFIG;TLS_ARENA_BYTES;RX_BYTES;TOKENS;STACK_BYTES"
    "SOURCES;CPU_FLAGS;DEFINITIONS;LINK_FLAGS" ${ARGN})
  set(machine ${BOARD_CPU_FLAGS} ${PIPIT_BOARD_LIBC_FLAGS})
  set(compile ${machine} -Os -g -ffunction-sections -fdata-sections -fno-common -fstack-usage)

  add_library(${name}_lwip OBJECT ${PIPIT_LWIP_FILES})
  target_include_directories(${name}_lwip PRIVATE ${BOARD_CONFIG} ${PIPIT_BOARDS_COMMON}
    ${PIPIT_BOARDS_COMMON}/lwip_arch ${PIPIT_LWIP_DIR}/src/include)
  target_compile_options(${name}_lwip PRIVATE ${compile} -w)
  if(PIPIT_BOARD_ASSERTS)
    target_compile_definitions(${name}_lwip PRIVATE PIPIT_LWIP_ASSERTS=1)
    list(APPEND BOARD_DEFINITIONS PIPIT_LWIP_ASSERTS=1 PIPIT_CFG_ASSERT=1)
  endif()

  add_library(${name}_mbedtls OBJECT ${PIPIT_MBEDTLS_FILES})
  target_include_directories(${name}_mbedtls PRIVATE ${BOARD_CONFIG} ${PIPIT_BOARDS_COMMON}
    ${PIPIT_MBEDTLS_DIR}/include ${PIPIT_MBEDTLS_DIR}/library)
  target_compile_definitions(${name}_mbedtls PRIVATE MBEDTLS_CONFIG_FILE=<mbedtls_config.h>)
  target_compile_options(${name}_mbedtls PRIVATE ${compile} -w)

  set(ca_arguments "")
  if(PIPIT_BOARD_CA)
    set(ca_arguments ec=${PIPIT_BOARD_CA})
  endif()
  add_custom_target(${name}_ca BYPRODUCTS ${CMAKE_BINARY_DIR}/ca_certificates.c
    COMMAND python3 ${PIPIT_BOARDS_COMMON}/ca_certificates.py ${CMAKE_BINARY_DIR}/ca_certificates.c ${ca_arguments})

  add_executable(${name} ${BOARD_SOURCES} ${PIPIT_CORE_SOURCES} ${PIPIT_PORT_FILES} ${PIPIT_COMMON_FILES}
    ${CMAKE_BINARY_DIR}/ca_certificates.c $<TARGET_OBJECTS:${name}_lwip> $<TARGET_OBJECTS:${name}_mbedtls>)
  add_dependencies(${name} ${name}_ca)
  set_target_properties(${name} PROPERTIES SUFFIX .elf LINK_DEPENDS
    "${BOARD_LINKER_SCRIPT};${PIPIT_BOARDS_COMMON}/sections.ld")
  target_include_directories(${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR} ${BOARD_CONFIG} ${PIPIT_BOARDS_COMMON}
    ${PIPIT_ROOT}/core/include ${PIPIT_ROOT}/port/lwip ${PIPIT_ROOT}/port/mbedtls
    ${PIPIT_ROOT}/examples/pipit/feed)
  target_include_directories(${name} SYSTEM PRIVATE ${PIPIT_BOARDS_COMMON}/lwip_arch ${PIPIT_LWIP_DIR}/src/include
    ${PIPIT_MBEDTLS_DIR}/include ${PIPIT_BOARD_JSMN})
  if(BOARD_EMULATED)
    list(APPEND BOARD_DEFINITIONS PIPIT_BOARD_EMULATED=1)
    target_sources(${name} PRIVATE ${PIPIT_BOARDS_COMMON}/entropy_emulator.c)
  endif()
  target_compile_definitions(${name} PRIVATE MBEDTLS_CONFIG_FILE=<mbedtls_config.h> ${BOARD_DEFINITIONS}
    PIPIT_BOARD_BUILD_TIME=${PIPIT_BOARD_BUILD_TIME}u POSTS_TLS_ARENA_BYTES=${BOARD_TLS_ARENA_BYTES}
    POSTS_RX_BYTES=${BOARD_RX_BYTES} POSTS_TOKENS=${BOARD_TOKENS})
  target_compile_options(${name} PRIVATE ${compile} $<$<COMPILE_LANGUAGE:C>:-std=c99 -pedantic -Wall -Wextra
    -Wconversion -Wshadow -Wvla -Werror>)
  target_link_options(${name} PRIVATE ${machine} ${BOARD_LINK_FLAGS} -nostartfiles -T ${BOARD_LINKER_SCRIPT}
    -L ${PIPIT_BOARDS_COMMON} -Wl,--gc-sections -Wl,--defsym=__stack_bytes=${BOARD_STACK_BYTES}
    -Wl,-Map=${CMAKE_BINARY_DIR}/${name}.map -Wl,--print-memory-usage -Wl,--no-warn-rwx-segments)
endfunction()
