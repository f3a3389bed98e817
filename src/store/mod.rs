//! The database: SQLite in WAL mode, and the only place with SQL. Writes go through one connection, reads through a
//! pool. Every call names the portal whose rows it touches.

pub mod asked;
pub mod audit;
mod day;
mod erasure;
mod fingerprint;
pub mod items;
pub mod jobs;
mod old_jobs;
pub mod portals;
mod rekey;
mod removal;
pub mod renewal;
pub mod requests;
mod saved_filters;
pub mod seal;
pub mod settings;
pub mod snapshots;
pub mod states;
pub mod tokens;

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

use self::seal::{Seal, SealError};
use crate::domain::clock::SharedClock;

static MIGRATIONS: Migrator = sqlx::migrate!();
const READERS: u32 = 4;

/// The open database.
#[derive(Clone, Debug)]
pub struct Store {
    reader: SqlitePool,
    writer: SqlitePool,
    seal: Seal,
    clock: SharedClock,
}

/// What can go wrong with the database. None of it is the caller's doing.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or is not there.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// The schema cannot be brought up to date, or is newer than this program.
    #[error("migrations: {0}")]
    Migrate(#[from] MigrateError),
    /// A sealed value does not open.
    #[error("sealed value: {0}")]
    Seal(#[from] SealError),
    /// Rows were sealed with keys that are not configured.
    #[error("rows are sealed with keys that are not in ERASER_ENCRYPTION_KEYS")]
    WrongKeys,
    /// A row holds what this program never wrote.
    #[error("unreadable row in {0}")]
    Corrupt(&'static str),
}

impl Store {
    /// Opens the database (creating the file when there is none) and brings its schema up to date.
    ///
    /// # Errors
    /// When the file cannot be opened, holds a newer schema, or is sealed with keys that are not configured.
    pub async fn open(url: &str, seal: Seal, clock: SharedClock) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .pragma("secure_delete", "on")
            .busy_timeout(Duration::from_secs(10));
        keep_private(options.get_filename())?;
        let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
        MIGRATIONS.run(&writer).await?;
        let reader =
            SqlitePoolOptions::new().max_connections(READERS).connect_with(options.read_only(true)).await?;
        let store = Self { reader, writer, seal, clock };
        store.check_keys().await?;
        Ok(store)
    }

    /// Compares the ids of the keys that have sealed rows with the configured ones.
    async fn check_keys(&self) -> Result<(), StoreError> {
        let used: Vec<Vec<u8>> = sqlx::query_scalar(
            "SELECT substr(access_token, 1, 4) FROM authorizations
             UNION SELECT substr(application_token, 1, 4) FROM portals WHERE application_token IS NOT NULL
             UNION SELECT substr(filter, 1, 4) FROM jobs WHERE filter IS NOT NULL
             UNION SELECT substr(body, 1, 4) FROM saved_filters
             UNION SELECT substr(body, 1, 4) FROM snapshots",
        )
        .fetch_all(&self.reader)
        .await?;
        if used.iter().all(|id| self.seal.has_key(id)) { Ok(()) } else { Err(StoreError::WrongKeys) }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1 FROM portals LIMIT 1").fetch_optional(&self.reader).await?;
        Ok(())
    }

    /// Finishes what is under way and closes the files.
    pub async fn close(&self) {
        // Both at once: nothing new begins on the one while the other is waited for.
        tokio::join!(self.reader.close(), self.writer.close());
    }

    /// Whether no statement is under way: a simulation lets time pass only then.
    #[must_use]
    pub fn is_at_rest(&self) -> bool {
        let is_idle = |pool: &SqlitePool| pool.size() as usize <= pool.num_idle();
        is_idle(&self.reader) && is_idle(&self.writer)
    }

    fn now(&self) -> i64 {
        self.clock.now().0
    }
}

/// Makes the file before SQLite does, so that nobody else on the machine may read it. The write-ahead log takes over its
/// permissions.
fn keep_private(path: &Path) -> Result<(), StoreError> {
    use std::os::unix::fs::OpenOptionsExt;
    let is_memory = path.as_os_str().is_empty() || path.to_string_lossy().contains(":memory:");
    if is_memory || path.exists() {
        return Ok(());
    }
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    match made {
        Ok(_empty) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(sqlx::Error::Io(error).into()),
    }
}
