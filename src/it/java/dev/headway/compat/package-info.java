/** Tests that a foreign application gives the same answers with Headway as without. */
package dev.headway.compat;
