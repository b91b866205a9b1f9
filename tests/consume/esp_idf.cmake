# SPDX-License-Identifier: MIT
# Says what a component's CMakeLists.txt tells ESP-IDF, one file a line. cmake -DFOLDER=... -P
cmake_minimum_required(VERSION 3.18)
set(ESP_PLATFORM ON)
get_filename_component(COMPONENT_DIR ${FOLDER} ABSOLUTE)
set(COMPONENT_LIB component)
set(IDF_VERSION_MAJOR 5)
set(IDF_VERSION_MINOR 5)

function(idf_component_register)
  cmake_parse_arguments(A "" "" "SRCS;INCLUDE_DIRS;PRIV_INCLUDE_DIRS;REQUIRES;PRIV_REQUIRES" ${ARGN})
  if(A_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "idf_component_register does not take ${A_UNPARSED_ARGUMENTS}")
  endif()
  foreach(source IN LISTS A_SRCS A_INCLUDE_DIRS A_PRIV_INCLUDE_DIRS)
    get_filename_component(path ${source} ABSOLUTE BASE_DIR ${COMPONENT_DIR})
    if(NOT EXISTS ${path})
      message(FATAL_ERROR "${path} is listed and is not there")
    endif()
    if(source IN_LIST A_SRCS)
      message("SRC ${path}")
    endif()
  endforeach()
endfunction()

function(target_compile_definitions)
  message("DEFINITIONS ${ARGN}")
endfunction()

function(set_source_files_properties)
endfunction()

include(${COMPONENT_DIR}/CMakeLists.txt)
