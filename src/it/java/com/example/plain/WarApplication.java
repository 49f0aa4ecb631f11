package com.example.plain;

import java.nio.file.Files;
import java.util.Set;

import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.support.SpringBootServletInitializer;
import org.springframework.web.SpringServletContainerInitializer;

/** Deploys the application as a WAR would be, in a Tomcat that isn't Spring Boot's. */
public class WarApplication extends SpringBootServletInitializer {

	/** Starts Tomcat. */
	public static void main(String[] args) throws Exception {
		Tomcat tomcat = new Tomcat();
		tomcat.setBaseDir(Files.createTempDirectory("war").toString());
		tomcat.setPort(0);
		Context context = tomcat.addContext("", Files.createTempDirectory("war").toString());
		context.addServletContainerInitializer(new SpringServletContainerInitializer(), Set.of(WarApplication.class));
		tomcat.getConnector();
		tomcat.start();
		System.out.println("Tomcat started on port " + tomcat.getConnector().getLocalPort() + " (http)");
		tomcat.getServer().await();
	}

	@Override
	protected SpringApplicationBuilder configure(SpringApplicationBuilder application) {
		return application.sources(PlainApplication.class);
	}

}
