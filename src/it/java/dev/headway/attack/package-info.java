/** Attacks on a foreign application, and what an innocent client feels of them. */
package dev.headway.attack;
