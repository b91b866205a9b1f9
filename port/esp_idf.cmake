# SPDX-License-Identifier: MIT
# Pipit as a component of ESP-IDF: the core, sockets and TLS. On the target "linux" the core alone.
include(${CMAKE_CURRENT_LIST_DIR}/../core/files.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/mbedtls/files.cmake)
list(TRANSFORM PIPIT_CORE_SOURCES PREPEND core/)
list(TRANSFORM PIPIT_TLS_SOURCES PREPEND port/mbedtls/)
if(IDF_TARGET STREQUAL "linux")
  idf_component_register(SRCS ${PIPIT_CORE_SOURCES} INCLUDE_DIRS core/include PRIV_INCLUDE_DIRS core/src)
else()
  idf_component_register(
    SRCS ${PIPIT_CORE_SOURCES} ${PIPIT_TLS_SOURCES} port/proxy/pipit_proxy.c port/posix/pipit_posix.c
      port/posix/pipit_resolve_lwip.c
    INCLUDE_DIRS core/include port/mbedtls port/posix port/proxy
    PRIV_INCLUDE_DIRS core/src
    REQUIRES mbedtls PRIV_REQUIRES lwip)
endif()

# Options of the menu, seen by who includes Pipit's headers as well.
foreach(name CALLS RECOVERY SELECT)
  if(NOT CONFIG_PIPIT_${name})
    target_compile_definitions(${COMPONENT_LIB} PUBLIC PIPIT_CFG_${name}=0)
  endif()
endforeach()
if(CONFIG_PIPIT_ASSERTS)
  target_compile_definitions(${COMPONENT_LIB} PUBLIC PIPIT_CFG_ASSERT=1)
endif()
