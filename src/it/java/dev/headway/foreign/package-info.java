/** Runs foreign applications in processes of their own, as they are or with Headway. */
package dev.headway.foreign;
