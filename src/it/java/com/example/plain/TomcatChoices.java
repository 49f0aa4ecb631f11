package com.example.plain;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Settings of Tomcat that an application may have chosen itself. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(name = "org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory")
class TomcatChoices {

	@Bean
	@ConditionalOnProperty("own.executor")
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> ownExecutor() {
		ExecutorService executor = Executors.newCachedThreadPool((task) -> new Thread(task, "own"));
		return (factory) -> factory.addProtocolHandlerCustomizers((protocol) -> protocol.setExecutor(executor));
	}

	@Bean
	@ConditionalOnProperty("own.protocol")
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> ownProtocol() {
		return (factory) -> factory.setProtocol("org.apache.coyote.http11.Http11Nio2Protocol");
	}

	/** Made when Tomcat has been set up, and before it serves. */
	@Bean
	@ConditionalOnProperty("own.failure")
	Object failure() {
		throw new IllegalStateException("on purpose");
	}

}
