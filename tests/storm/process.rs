//! One process of the application. It has its own store, caches and worker; all processes of a run share a database. It
//! can end like a real process: stopped, or killed at any point.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use contact_eraser::bitrix::http::{Http, PortalRules, Wire};
use contact_eraser::bitrix::limiter::Limiter;
use contact_eraser::bitrix::oauth::OAuth;
use contact_eraser::bitrix::rest::RestClient;
use contact_eraser::domain::clock::SharedClock;
use contact_eraser::domain::portal::AuthServer;
use contact_eraser::domain::secret::ClientSecret;
use contact_eraser::flows::Flows;
use contact_eraser::store::seal::{Key, Seal};
use contact_eraser::store::{CommitFaults, Store};
use contact_eraser::worker::Worker;
use portal_sim::Sim;
use tokio::runtime::{Builder, Handle};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::clock::{AppClock, ProcessClock, VirtualClock};
use crate::wire::{MemoryWire, PUBLIC_URL};

/// The encryption keys of all runs. The second one becomes the active key when a run encrypts all values again.
static KEYS: LazyLock<[Key; 2]> = LazyLock::new(|| {
    [(); 2].map(|()| Key::parse(&Key::generate().expect("random numbers")).expect("a new key"))
});

/// An empty database of the current schema, created once and copied for each run.
static TEMPLATE: LazyLock<PathBuf> = LazyLock::new(|| {
    let path = scratch().join(format!("storm-template-{}.db", std::process::id()));
    let made = path.clone();
    let making = std::thread::spawn(move || {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let clock = AppClock(ProcessClock::new(&VirtualClock::new()));
            let store = open(&made, Arc::new(clock), Arc::new(|| true)).await;
            store.close().await;
        });
    });
    making.join().expect("an empty database");
    path
});

/// A folder in memory, if there is one: runs do not wait for a disk.
pub(crate) fn scratch() -> PathBuf {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() }
}

/// Creates the database of a run.
pub(crate) fn new_database(path: &Path) {
    std::fs::copy(&*TEMPLATE, path).expect("the template can be copied");
}

/// Removes the template.
pub(crate) fn remove_template() {
    if let Some(template) = LazyLock::get(&TEMPLATE) {
        let _gone = std::fs::remove_file(template);
    }
}

async fn open(path: &Path, clock: SharedClock, commits: CommitFaults) -> Store {
    let seal = Seal::new(&KEYS[0], &KEYS[1..]);
    let url = format!("sqlite://{}", path.display());
    Store::open_unreliable(&url, seal, clock, commits).await.expect("the database opens")
}

/// The HTTP clients are created once, because setting up TLS takes longer than a run.
fn http(wire: Arc<dyn Wire>, clock: SharedClock) -> Http {
    static NETWORK: LazyLock<(Http, tokio::runtime::Runtime)> = LazyLock::new(|| {
        let rules = PortalRules { allow_http: true, allow_private: true, extra_roots: None };
        let unused = Builder::new_current_thread().build().expect("a runtime");
        (Http::new(rules, unused.handle().clone()).expect("TLS"), unused)
    });
    NETWORK.0.clone().over(wire, clock)
}

/// A running process.
pub(crate) struct Process {
    pub(crate) flows: Arc<Flows>,
    pub(crate) store: Store,
    pub(crate) life: Arc<ProcessClock>,
    worker: Worker,
    stop: CancellationToken,
    killed: CancellationToken,
}

impl Process {
    pub(crate) async fn start(
        sim: &Arc<Sim>,
        clock: &Arc<VirtualClock>,
        database: &Path,
        commits: CommitFaults,
    ) -> Self {
        let life = ProcessClock::new(clock);
        let app_clock: SharedClock = Arc::new(AppClock(Arc::clone(&life)));
        let store = open(database, Arc::clone(&app_clock), commits).await;
        let wire = MemoryWire { sim: Arc::clone(sim), life: Arc::clone(&life) };
        let http = http(Arc::new(wire), Arc::clone(&app_clock));
        let server = AuthServer::parse(&sim.oauth_url()).expect("the simulator's address");
        let secret = ClientSecret::parse(sim.client_secret()).expect("the simulator's secret");
        let oauth = OAuth::new(http.clone(), sim.client_id().to_owned(), secret, vec![server]);
        let rest = RestClient::new(http, Limiter::new(Arc::clone(&app_clock)));
        let flows =
            Flows::new(store.clone(), (rest, oauth), app_clock, Handle::current(), PUBLIC_URL.to_owned());
        let stop = flows.stopping().clone();
        let worker = Worker::start(flows.clone(), store.clone(), stop.clone());
        Self { flows: Arc::new(flows), store, life, worker, stop, killed: CancellationToken::new() }
    }

    /// Starts a task of this process. The task ends with the process.
    pub(crate) fn does(&self, work: impl Future<Output = ()> + Send + 'static) -> JoinHandle<()> {
        let killed = self.killed.clone();
        tokio::spawn(async move {
            let _done = killed.run_until_cancelled(work).await;
        })
    }

    /// Stops as on SIGTERM: jobs are released, and the worker's current work ends first.
    pub(crate) async fn stop(self) {
        self.stop.cancel();
        self.worker.stop().await;
        self.flows.close().await;
    }

    /// Ends as on SIGKILL: the process writes, sends and notices nothing more. The portal still executes calls that it
    /// has received.
    pub(crate) async fn kill(self) {
        self.life.dies();
        self.killed.cancel();
        self.store.close().await;
    }
}
