# SPDX-License-Identifier: MIT
# `cmake --install`: libraries, headers, pipitConfig.cmake, pipit.pc, pipit-posix.pc.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(PIPIT_CMAKE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/pipit)
set(PIPIT_COMPONENTS core)
set(PIPIT_CARES_USED OFF)
set(PIPIT_PC_CARES)

# The port over lwIP is not installed: it is compiled with the lwipopts.h of its application.
set_target_properties(pipit_core PROPERTIES EXPORT_NAME core)
set(targets pipit_core)
install(DIRECTORY core/include/pipit DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
if(PIPIT_PORTS)
  list(APPEND PIPIT_COMPONENTS posix mbedtls proxy sim)
  foreach(name port_posix tls_mbedtls port_proxy port_sim)
    set_target_properties(pipit_${name} PROPERTIES EXPORT_NAME ${name})
    list(APPEND targets pipit_${name})
  endforeach()
  install(FILES port/posix/pipit_posix.h port/mbedtls/pipit_tls.h port/proxy/pipit_proxy.h port/sim/pipit_sim.h
    port/sim/pipit_sim_x.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
  if(PIPIT_CARES)
    set(PIPIT_CARES_USED ON)
    set(PIPIT_PC_CARES " -lcares -pthread")
  endif()
endif()
install(TARGETS ${targets} EXPORT pipitTargets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT pipitTargets NAMESPACE pipit:: DESTINATION ${PIPIT_CMAKE_DIR})
configure_package_config_file(core/package/pipitConfig.cmake.in ${PROJECT_BINARY_DIR}/pipitConfig.cmake
  INSTALL_DESTINATION ${PIPIT_CMAKE_DIR})
# Before 1.0 a minor version may change the interface.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/pipitConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/pipitConfig.cmake ${PROJECT_BINARY_DIR}/pipitConfigVersion.cmake
  DESTINATION ${PIPIT_CMAKE_DIR})

# Folders given as absolute paths stay what they are.
foreach(kind LIBDIR INCLUDEDIR)
  if(IS_ABSOLUTE ${CMAKE_INSTALL_${kind}})
    set(PIPIT_PC_${kind} ${CMAKE_INSTALL_${kind}})
  else()
    set(PIPIT_PC_${kind} "\${prefix}/${CMAKE_INSTALL_${kind}}")
  endif()
endforeach()
set(packages pipit)
if(PIPIT_PORTS)
  list(APPEND packages pipit-posix)
endif()
foreach(package IN LISTS packages)
  configure_file(core/package/${package}.pc.in ${PROJECT_BINARY_DIR}/${package}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/${package}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endforeach()
