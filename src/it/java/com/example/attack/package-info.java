/**
 * An application in which each part can be slow: handlers, a filter, a WebSocket, health.
 */
package com.example.attack;
