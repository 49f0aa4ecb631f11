/** Runs foreign applications in processes of their own, with Headway or without. */
package dev.headway.foreign;
