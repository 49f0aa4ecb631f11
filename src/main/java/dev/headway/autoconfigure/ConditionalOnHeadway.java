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
 * Where Headway has something to do: in an application of Spring MVC that starts a Tomcat
 * of its own, and that hasn't switched it off with {@code headway.enabled=false}.
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
