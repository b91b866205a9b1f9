/* SPDX-License-Identifier: MIT */
#include "freertos/FreeRTOS.h"
typedef struct tskTaskControlBlock *TaskHandle_t;
BaseType_t xTaskCreate(void (*code)(void *), const char *name, uint32_t stack_bytes, void *arg, UBaseType_t priority,
                       TaskHandle_t *task);
TaskHandle_t xTaskGetCurrentTaskHandle(void);
BaseType_t xTaskNotifyGive(TaskHandle_t task);
uint32_t ulTaskNotifyTake(BaseType_t clear, TickType_t ticks);
void vTaskDelete(TaskHandle_t task);
void vTaskDelay(TickType_t ticks);
