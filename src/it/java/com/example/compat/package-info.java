/**
 * An application that uses each feature of Spring MVC and the servlet API once.
 */
package com.example.compat;
