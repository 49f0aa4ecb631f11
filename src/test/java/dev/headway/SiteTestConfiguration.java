package dev.headway;

import dev.headway.site.HeadwayApplication;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Import;

/** Lets tests of the library's packages find the site, in which they run. */
@SpringBootConfiguration(proxyBeanMethods = false)
@Import(HeadwayApplication.class)
class SiteTestConfiguration {

}
