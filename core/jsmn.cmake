# SPDX-License-Identifier: MIT
# jsmn.h without the headers that lie beside it: those of /usr/include belong to this machine and break a cross build.
set(PIPIT_JSMN_DIR "" CACHE PATH "Folder with jsmn.h, if it is not installed")

# pipit_jsmn_alone(VARIABLE): the path of a folder that holds jsmn.h and nothing else. It is copied there from
# PIPIT_JSMN_DIR, or from where it is installed.
function(pipit_jsmn_alone variable)
  set(folder ${PIPIT_JSMN_DIR})
  if(NOT folder)
    find_path(PIPIT_JSMN_INSTALLED jsmn.h PATHS /usr/include /usr/local/include CMAKE_FIND_ROOT_PATH_BOTH)
    set(folder ${PIPIT_JSMN_INSTALLED})
  endif()
  if(NOT EXISTS "${folder}/jsmn.h")
    set(where "jsmn.h is not installed")
    if(PIPIT_JSMN_DIR)
      set(where "PIPIT_JSMN_DIR: ${PIPIT_JSMN_DIR} has no jsmn.h")
    endif()
    message(FATAL_ERROR "${where}. Install it (Debian: apt-get install libjsmn-dev) or say "
      "-DPIPIT_JSMN_DIR=/folder/of/jsmn. Pipit's top CMakeLists.txt fetches it with -DPIPIT_FETCH=ON.")
  endif()
  set(alone ${CMAKE_CURRENT_BINARY_DIR}/pipit_jsmn)
  configure_file(${folder}/jsmn.h ${alone}/jsmn.h COPYONLY)
  set(${variable} ${alone} PARENT_SCOPE)
endfunction()
