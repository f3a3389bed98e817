//! Databases of older versions are updated without losing data.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use contact_eraser::app;
use contact_eraser::bitrix::http::Http;
use contact_eraser::bitrix::limiter::Limiter;
use contact_eraser::bitrix::rest::RestClient;
use contact_eraser::config::Config;
use contact_eraser::domain::clock::{SharedClock, SystemClock};
use contact_eraser::domain::ids::{MemberId, UserId};
use contact_eraser::flows::Flows;
use contact_eraser::flows::browse::Listing;
use contact_eraser::flows::query::ContactQuery;
use sqlx::migrate::Migrator;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use tokio::runtime::Handle;

use crate::events::installs;
use crate::renewal::one_portal;
use crate::support::TestApp;

/// The first version that was in use.
const OLDEST: usize = 3;

fn migrations() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

async fn connect(database: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(database).create_if_missing(true);
    options.connect().await.unwrap()
}

/// The tables of the oldest version.
const TABLES: [(&str, &str); 3] = [
    (
        "portals",
        "member_id, endpoint, auth_server, status, licence, scope, generation, application_token, installed_at,
         bound_at, created_at, updated_at",
    ),
    (
        "authorizations",
        "member_id, user_id, access_token, refresh_token, expires_at, state, version, created_at, updated_at",
    ),
    ("audit", "member_id, user_id, action, contact_id, outcome, request_id, created_at"),
];

/// Copies the data of a service's current database into a database of an older version, which has only the first
/// migrations.
async fn old_database(folder: &Path, version: usize, app: &TestApp) -> PathBuf {
    let (scripts, database) = (folder.join("migrations"), folder.join("old.db"));
    std::fs::create_dir(&scripts).unwrap();
    for file in migrations().into_iter().take(version) {
        std::fs::copy(&file, scripts.join(file.file_name().unwrap())).unwrap();
    }
    let mut connection = connect(&database).await;
    Migrator::new(scripts.as_path()).await.unwrap().run(&mut connection).await.unwrap();
    let attach = format!("ATTACH '{}' AS now", app.database.display());
    sqlx::query(sqlx::AssertSqlSafe(attach)).execute(&mut connection).await.unwrap();
    for (table, columns) in TABLES {
        let copy = format!("INSERT INTO main.{table} ({columns}) SELECT {columns} FROM now.{table}");
        let copied = sqlx::query(sqlx::AssertSqlSafe(copy)).execute(&mut connection).await.unwrap();
        assert!(copied.rows_affected() > 0, "{table}");
    }
    connection.close().await.unwrap();
    database
}

async fn opens(config: &Config) -> Flows {
    let clock: SharedClock = Arc::new(SystemClock);
    let store = app::open_store(config, Arc::clone(&clock)).await.unwrap();
    let http = Http::new(app::portal_rules(config), Handle::current()).unwrap();
    let oauth = app::open_oauth(config, &http);
    let rest = RestClient::new(http, Limiter::new(Arc::clone(&clock)));
    Flows::new(store, (rest, oauth), clock, Handle::current(), config.public_url.clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_older_database_is_migrated_and_keeps_its_data() {
    let app = TestApp::with(one_portal()).await;
    let portal = app.portal();
    installs(&app, &portal).await;
    assert_eq!(app.signs_in(&portal, 2).await.deletes_contact(50).await.status, 200);
    let generation = app.number("SELECT generation FROM portals").await;
    let newest = migrations().len();
    for version in OLDEST..=newest {
        let folder = tempfile::tempdir().unwrap();
        let database = old_database(folder.path(), version, &app).await;
        let mut values = app.values.clone();
        values.insert("ERASER_DATABASE_URL".to_owned(), format!("sqlite://{}", database.display()));
        let flows = opens(&Config::read(&values, false).unwrap()).await;

        let member_id = MemberId::parse(&portal.member_id()).unwrap();
        let viewer = flows.viewer(member_id, UserId::new(2).unwrap(), generation).await.unwrap();
        let viewer = viewer.expect("the portal was lost");
        let page = flows.list_contacts(&viewer, &ContactQuery::default(), &Listing::default()).await.unwrap();
        assert_eq!(page.items.len(), 50, "from version {version}");
        assert!(viewer.portal.application_token.is_some(), "the application token was lost");
        flows.close().await;

        let mut connection = connect(&database).await;
        let number = async |connection: &mut SqliteConnection, sql: &'static str| -> i64 {
            sqlx::query_scalar(sql).fetch_one(connection).await.unwrap()
        };
        let applied = number(&mut connection, "SELECT count(*) FROM _sqlx_migrations WHERE success").await;
        assert_eq!(usize::try_from(applied).unwrap(), newest);
        assert_eq!(number(&mut connection, "SELECT count(*) FROM audit WHERE contact_id = 50").await, 1);
        assert_eq!(number(&mut connection, "SELECT count(*) FROM pragma_foreign_key_check").await, 0);
        connection.close().await.unwrap();
    }
}
