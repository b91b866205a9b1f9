# SPDX-License-Identifier: MIT
# The core for Makefiles: set PIPIT_DIR to the folder of Pipit, and PIPIT_JSMN_DIR to that of jsmn.h if the compiler
# does not find it, and include this file.
PIPIT_CORE_SOURCES := $(addprefix $(PIPIT_DIR)/core/,$(shell sed -n 's|^ *\(src/[a-z0-9_/]*\.c\).*|\1|p' $(PIPIT_DIR)/core/files.cmake))
PIPIT_CORE_INCLUDES := -I$(PIPIT_DIR)/core/include $(if $(PIPIT_JSMN_DIR),-idirafter $(PIPIT_JSMN_DIR))
