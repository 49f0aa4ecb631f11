/**
 * An application that uses what Spring MVC and the servlet API offer, each thing once.
 */
package com.example.compat;
