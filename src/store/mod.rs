//! The database: SQLite in WAL mode. All SQL is in this folder. Writes go through one connection and reads through a
//! pool. A further connection empties the write-ahead log.
//!
//! All functions return [`StoreError`] when the database does not answer or a stored value cannot be read. `# Errors`
//! sections name only further reasons.

pub mod asked;
pub mod audit;
pub mod chunks;
pub mod connect_attempts;
pub mod day;
mod erasure;
mod failed_reads;
mod failure;
mod fingerprint;
pub mod inspection;
mod installation_checks;
mod introductions;
mod item_rows;
pub mod items;
pub mod jobs;
pub mod later_deletions;
mod left_over;
mod living;
mod notices;
mod old_jobs;
mod overview;
mod portal_words;
pub mod portals;
mod rekey;
mod removal;
pub mod renewal;
pub mod requests;
mod saved_filters;
pub mod seal;
pub mod settings;
pub mod snapshots;
pub mod tokens;
mod wal;

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::Connection;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

pub use self::failure::StoreError;
use self::seal::Seal;
use crate::domain::clock::{SharedClock, within};

static MIGRATIONS: Migrator = sqlx::migrate!();
const READERS: u32 = 4;
/// How long a probe may take.
const PROBE: Duration = Duration::from_secs(2);

/// The open database.
#[derive(Clone, Debug)]
pub struct Store {
    reader: SqlitePool,
    writer: SqlitePool,
    /// Copies and empties the write-ahead log. It never waits for a lock.
    upkeep: SqlitePool,
    seal: Seal,
    clock: SharedClock,
}

/// Decides before each commit whether it succeeds. Tests use it to simulate a full or broken disk.
pub type CommitFaults = Arc<dyn Fn() -> bool + Send + Sync>;

impl Store {
    /// Opens the database and migrates its schema. Creates the file if it does not exist.
    ///
    /// # Errors
    /// When the file cannot be opened, has a newer schema, or is sealed with keys that are not configured.
    pub async fn open(url: &str, seal: Seal, clock: SharedClock) -> Result<Self, StoreError> {
        Self::open_with(url, seal, clock, None).await
    }

    /// The same for tests. A commit fails and its changes are lost if `succeeds` returns `false`.
    ///
    /// # Errors
    /// Those of [`Store::open`].
    pub async fn open_unreliable(
        url: &str,
        seal: Seal,
        clock: SharedClock,
        succeeds: CommitFaults,
    ) -> Result<Self, StoreError> {
        Self::open_with(url, seal, clock, Some(succeeds)).await
    }

    async fn open_with(
        url: &str,
        seal: Seal,
        clock: SharedClock,
        faults: Option<CommitFaults>,
    ) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .pragma("secure_delete", "on")
            .busy_timeout(Duration::from_secs(5));
        keep_private(options.get_filename())?;
        let writer = writer(faults).connect_with(options.clone()).await?;
        MIGRATIONS.run(&writer).await?;
        let upkeep = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_lazy_with(options.clone().busy_timeout(Duration::ZERO));
        let reader =
            SqlitePoolOptions::new().max_connections(READERS).connect_with(options.read_only(true)).await?;
        let store = Self { reader, writer, upkeep, seal, clock };
        let mut connection = store.reader.acquire().await?;
        inspection::check_keys(&mut connection, &store.seal).await?;
        drop(connection);
        Ok(store)
    }

    /// Reads and writes once, to see that the database works.
    ///
    /// # Errors
    /// When that takes too long: [`StoreError::Slow`].
    pub async fn ping(&self) -> Result<(), StoreError> {
        let probe = async {
            sqlx::query("SELECT 1 FROM portals LIMIT 1").fetch_optional(&self.reader).await?;
            sqlx::query("UPDATE write_probe SET written_at = $1")
                .bind(self.now())
                .execute(&self.writer)
                .await?;
            Ok(())
        };
        within(&self.clock, PROBE, probe).await.unwrap_or(Err(StoreError::Slow))
    }

    /// Waits for running statements and closes the files.
    pub async fn close(&self) {
        // All at once, so that no statement begins on one pool while another closes.
        tokio::join!(self.reader.close(), self.writer.close(), self.upkeep.close());
    }

    /// Whether no statement is running. A simulation lets time pass only then.
    #[must_use]
    pub fn is_at_rest(&self) -> bool {
        let is_idle = |pool: &SqlitePool| pool.size() as usize <= pool.num_idle();
        is_idle(&self.reader) && is_idle(&self.writer) && is_idle(&self.upkeep)
    }

    fn now(&self) -> i64 {
        self.clock.now().0
    }
}

/// The only connection that writes. After an error inside a transaction SQLite may have rolled back by itself, while
/// the driver still counts a transaction. Such a connection refuses every later transaction, so it is closed.
fn writer(faults: Option<CommitFaults>) -> SqlitePoolOptions {
    let options = SqlitePoolOptions::new().max_connections(1).after_release(|connection, _| {
        Box::pin(async move {
            // After this ping, the rollback of a dropped transaction is complete.
            connection.ping().await?;
            Ok(!connection.is_in_transaction())
        })
    });
    let Some(faults) = faults else { return options };
    options.after_connect(move |connection, _| {
        let faults = Arc::clone(&faults);
        Box::pin(async move {
            connection.lock_handle().await?.set_commit_hook(move || faults());
            Ok(())
        })
    })
}

fn is_memory(path: &Path) -> bool {
    let name = path.to_string_lossy();
    // The driver replaces `:memory:` with such a name.
    name.is_empty() || name.contains(":memory:") || name.starts_with("file:sqlx-in-memory-")
}

/// Creates the file before SQLite does, so that only its owner can read it. SQLite gives the write-ahead log the same
/// permissions.
fn keep_private(path: &Path) -> Result<(), StoreError> {
    use std::os::unix::fs::OpenOptionsExt;
    if is_memory(path) || path.exists() {
        return Ok(());
    }
    let created = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    match created {
        Ok(_empty) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(sqlx::Error::Io(error).into()),
    }
}
