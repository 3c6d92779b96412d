import ca.uhn.fhir.batch2.jobs.config.Batch2JobsConfig;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.IDaoRegistry;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.config.ThreadPoolFactoryConfig;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.batch2.JpaBatch2Config;
import ca.uhn.fhir.jpa.config.HibernatePropertiesProvider;
import ca.uhn.fhir.jpa.config.r4.JpaR4Config;
import ca.uhn.fhir.jpa.config.util.HapiEntityManagerFactoryUtil;
import ca.uhn.fhir.jpa.config.util.ResourceCountCacheUtil;
import ca.uhn.fhir.jpa.config.util.ValidationSupportConfigUtil;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.config.SubscriptionSettings;
import ca.uhn.fhir.jpa.model.dialect.HapiFhirH2Dialect;
import ca.uhn.fhir.jpa.provider.DaoRegistryResourceSupportedSvc;
import ca.uhn.fhir.jpa.provider.IJpaSystemProvider;
import ca.uhn.fhir.jpa.provider.JpaCapabilityStatementProvider;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.jpa.subscription.channel.config.SubscriptionChannelConfig;
import ca.uhn.fhir.jpa.util.ResourceCountCache;
import ca.uhn.fhir.jpa.validation.JpaValidationSupportChain;
import ca.uhn.fhir.rest.api.IResourceSupportedSvc;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import jakarta.persistence.EntityManagerFactory;
import java.util.Properties;
import javax.sql.DataSource;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.h2.jdbcx.JdbcConnectionPool;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.search.mapper.orm.cfg.HibernateOrmMapperSettings;
import org.hl7.fhir.common.hapi.validation.support.CachingValidationSupport;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;

/**
 * HAPI FHIR's R4 server with its database in memory, on a free port of the loopback address. Prints
 * its base address when it answers, and stops when standard input ends.
 */
public final class Serve {
  public static void main(String[] args) throws Exception {
    AnnotationConfigApplicationContext house = new AnnotationConfigApplicationContext(House.class);
    RestfulServer fhir = new RestfulServer(house.getBean(FhirContext.class));
    fhir.registerProviders(house.getBean(ResourceProviderFactory.class).createProviders());
    fhir.registerProvider(house.getBean(IJpaSystemProvider.class));
    fhir.setPagingProvider(house.getBean(DatabaseBackedPagingProvider.class));
    fhir.setServerConformanceProvider(
        new JpaCapabilityStatementProvider(
            fhir,
            house.getBean(IFhirSystemDao.class),
            house.getBean(JpaStorageSettings.class),
            house.getBean(ISearchParamRegistry.class),
            house.getBean(CachingValidationSupport.class)));

    Server jetty = new Server();
    ServerConnector door = new ServerConnector(jetty);
    door.setHost("127.0.0.1");
    door.setPort(0);
    jetty.addConnector(door);
    ServletContextHandler paths = new ServletContextHandler("/");
    ServletHolder servlet = new ServletHolder(fhir);
    servlet.setInitOrder(1);
    paths.addServlet(servlet, "/fhir/*");
    jetty.setHandler(paths);
    jetty.start();
    System.out.println("http://127.0.0.1:" + door.getLocalPort() + "/fhir");
    while (System.in.read() >= 0) {}
    System.exit(0);
  }

  @Configuration
  @Import({JpaR4Config.class, JpaBatch2Config.class, Batch2JobsConfig.class, ThreadPoolFactoryConfig.class, SubscriptionChannelConfig.class})
  static class House {
    @Bean
    DataSource dataSource() {
      return JdbcConnectionPool.create("jdbc:h2:mem:fhir;DB_CLOSE_DELAY=-1", "sa", "");
    }

    @Bean
    JpaStorageSettings storageSettings() {
      JpaStorageSettings s = new JpaStorageSettings();
      s.setSchedulingDisabled(true);
      return s;
    }

    @Bean
    PartitionSettings partitionSettings() {
      return new PartitionSettings();
    }

    @Bean
    SubscriptionSettings subscriptionSettings() {
      return new SubscriptionSettings();
    }

    @Bean
    DatabaseBackedPagingProvider pages() {
      return new DatabaseBackedPagingProvider();
    }

    @Bean
    IResourceSupportedSvc resourceTypes(IDaoRegistry all) {
      return new DaoRegistryResourceSupportedSvc(all);
    }

    @Bean(name = "myResourceCountsCache")
    ResourceCountCache resourceCounts(IFhirSystemDao<?, ?> system) {
      return ResourceCountCacheUtil.newResourceCountCache(system);
    }

    @Primary
    @Bean
    CachingValidationSupport validationSupport(JpaValidationSupportChain chain) {
      return ValidationSupportConfigUtil.newCachingValidationSupport(chain);
    }

    @Primary
    @Bean
    HibernatePropertiesProvider dialect(LocalContainerEntityManagerFactoryBean factory) {
      return new HibernatePropertiesProvider();
    }

    @Primary
    @Bean
    LocalContainerEntityManagerFactoryBean entityManagerFactory(
        DataSource data, ConfigurableListableBeanFactory beans, FhirContext fhir, JpaStorageSettings settings) {
      LocalContainerEntityManagerFactoryBean factory =
          HapiEntityManagerFactoryUtil.newEntityManagerFactory(beans, fhir, settings);
      Properties p = new Properties();
      p.put(AvailableSettings.DIALECT, HapiFhirH2Dialect.class.getName());
      p.put(AvailableSettings.HBM2DDL_AUTO, "create");
      p.put(HibernateOrmMapperSettings.ENABLED, "false");
      factory.setPersistenceUnitName("fhir");
      factory.setDataSource(data);
      factory.setJpaProperties(p);
      return factory;
    }

    @Primary
    @Bean
    JpaTransactionManager transactionManager(EntityManagerFactory factory) {
      return new JpaTransactionManager(factory);
    }
  }
}
