package dev.headway.site;

import dev.headway.site.start.BuiltBeans;
import dev.headway.site.start.ManagementAddress;
import dev.headway.site.start.Watchdog;
import dev.headway.tomcat.VitalThreads;
import dev.headway.worker.ShutdownDeadline;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Headway: a web server in which a quick request never waits for slow ones.
 * <p>
 * Spring Boot's own error page is excluded because a valve writes all error pages,
 * including those of requests that never reach Spring.
 */
@SpringBootApplication(exclude = ErrorMvcAutoConfiguration.class, proxyBeanMethods = false)
public class HeadwayApplication {

	/**
	 * Starts the server.
	 * @param args properties as {@code --name=value}
	 */
	public static void main(String[] args) {
		Watchdog watchdog = Watchdog.start();
		SpringApplication application = new SpringApplication(HeadwayApplication.class);
		application.addListeners(new ManagementAddress(), new BuiltBeans());
		ConfigurableApplicationContext context = application.run(args);
		if (!context.isActive()) {
			// a signal ended it before it had started
			return;
		}
		watchdog.watchOver(context.getBean(VitalThreads.class)::areAlive, context.getBean(ShutdownDeadline.class));
	}

}
