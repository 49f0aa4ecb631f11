package dev.headway.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Conditional;

/**
 * Matches where Headway can work: in a Spring MVC application that starts its own Tomcat
 * and hasn't set {@code headway.enabled=false}.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(name = { "org.apache.coyote.http11.Http11NioProtocol",
		"org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory",
		"org.springframework.web.servlet.DispatcherServlet" })
@Conditional(OnOwnServerCondition.class)
@ConditionalOnBooleanProperty(name = "headway.enabled", matchIfMissing = true)
@interface ConditionalOnHeadway {

}
