/** The smallest application there is, for Spring MVC and WebFlux alike. */
@NullMarked
package com.example.plain;

import org.jspecify.annotations.NullMarked;
