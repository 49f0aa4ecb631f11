/** Whether a foreign application answers the same with Headway as without. */
package dev.headway.compat;
