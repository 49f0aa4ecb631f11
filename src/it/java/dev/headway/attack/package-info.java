/** Attacks on a foreign application, and their effect on innocent clients. */
package dev.headway.attack;
