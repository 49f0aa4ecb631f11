package dev.headway.admission;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of a handler method, or of all those of a class, how they hold workers. A rule in
 * the configuration counts for more.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.METHOD, ElementType.TYPE })
public @interface Pace {

	/**
	 * What the handler is.
	 * @return the pace
	 */
	DeclaredPace value();

}
