# SPDX-License-Identifier: MIT
# Pipit as a component of ESP-IDF: the core, sockets and TLS. On the target "linux" the core alone.
get_filename_component(root ${CMAKE_CURRENT_LIST_DIR}/.. ABSOLUTE)
include(${root}/core/files.cmake)
include(${root}/port/mbedtls/files.cmake)
list(TRANSFORM PIPIT_CORE_SOURCES PREPEND ${root}/core/)
list(TRANSFORM PIPIT_TLS_SOURCES PREPEND ${root}/port/mbedtls/)

# The component manager adds jsmn by idf_component.yml. Without the manager it is one of the project's own components.
set(jsmn)
if("$ENV{IDF_COMPONENT_MANAGER}" STREQUAL "0")
  set(jsmn jsmn)
endif()

if(IDF_TARGET STREQUAL "linux")
  idf_component_register(SRCS ${PIPIT_CORE_SOURCES} INCLUDE_DIRS ${root}/core/include
    PRIV_REQUIRES ${jsmn})
else()
  idf_component_register(
    SRCS ${PIPIT_CORE_SOURCES} ${PIPIT_TLS_SOURCES} ${root}/port/proxy/pipit_proxy.c
      ${root}/port/posix/pipit_posix.c ${root}/port/posix/pipit_resolve_lwip.c
    INCLUDE_DIRS ${root}/core/include ${root}/port/mbedtls ${root}/port/posix ${root}/port/proxy
    REQUIRES mbedtls PRIV_REQUIRES lwip ${jsmn})
endif()

# An option of the menu, seen by who includes Pipit's headers as well.
if(CONFIG_PIPIT_ASSERTS)
  target_compile_definitions(${COMPONENT_LIB} PUBLIC PIPIT_CFG_ASSERT=1)
endif()
