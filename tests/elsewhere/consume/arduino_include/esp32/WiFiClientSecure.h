/* SPDX-License-Identifier: MIT */
#include "NetworkClientSecure.h"
typedef NetworkClientSecure WiFiClientSecure;
