//! The service and a simulated portal in one process: `make demo`. Nothing is kept after the end.

use std::collections::BTreeMap;
use std::io;
use std::net::TcpListener;
use std::sync::Arc;

use contact_eraser::app::App;
use contact_eraser::config::Config;
use contact_eraser::domain::clock::SystemClock;
use contact_eraser::store::seal::Key;
use contact_eraser::{shutdown, telemetry};
use portal_sim::{Pace, Sim};

/// The simulated portal's port, unless another program uses it.
const PORTAL_PORT: u16 = 8024;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let sim = simulate().await?;
    let port = free_port()?;
    let public_url = format!("http://127.0.0.1:{port}");
    sim.register_app(&public_url);
    let folder = tempfile::tempdir()?;
    let config = demo_config(&sim, &public_url, &folder.path().join("demo.db").display().to_string())?;
    telemetry::start(&config.log, config.log_format)?;
    let app = App::start(&config, Arc::new(SystemClock)).await?;
    shutdown::stop_on_signal(app.stopper())?;
    announce(&sim.portal(0).origin());
    app.run().await?;
    Ok(())
}

/// Starts the portal at the speed of a real one, so that progress, pause and stop are visible. Uses any free port if
/// the usual one is taken.
async fn simulate() -> io::Result<Sim> {
    let builder = Sim::builder().portals(1).contacts(130).pace(Pace::Real);
    match builder.clone().port(PORTAL_PORT).start().await {
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => builder.start().await,
        started => started,
    }
}

/// The service's usual port, or any free port if it is taken.
fn free_port() -> anyhow::Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:8080").or_else(|_taken| TcpListener::bind("127.0.0.1:0"))?;
    Ok(listener.local_addr()?.port())
}

fn demo_config(sim: &Sim, public_url: &str, database: &str) -> anyhow::Result<Config> {
    let listen = public_url.trim_start_matches("http://").to_owned();
    let values = [
        ("ERASER_CLIENT_ID", sim.client_id().to_owned()),
        ("ERASER_CLIENT_SECRET", sim.client_secret().to_owned()),
        ("ERASER_ENCRYPTION_KEYS", Key::generate()?),
        ("ERASER_PUBLIC_URL", public_url.to_owned()),
        ("ERASER_LISTEN", listen),
        ("ERASER_DATABASE_URL", format!("sqlite://{database}")),
        ("ERASER_OAUTH_URLS", sim.oauth_url()),
        ("ERASER_BX24_JS_URL", format!("{}/api/v1/", sim.oauth_url())),
        ("ERASER_ALLOW_HTTP_PORTALS", "true".to_owned()),
        ("ERASER_ALLOW_PRIVATE_PORTALS", "true".to_owned()),
        ("ERASER_LOG", "warn".to_owned()),
    ];
    let values: BTreeMap<String, String> = values.map(|(name, value)| (name.to_owned(), value)).into();
    Ok(Config::read(&values, true)?)
}

#[expect(clippy::print_stdout, reason = "the command prints the address")]
fn announce(desktop: &str) {
    println!("\n  Open the simulated portal:  {desktop}/\n");
    println!("  1. Choose \"Contact Eraser\" in the menu on the left; as the administrator you install it.");
    println!("  2. Select some contacts, press Delete, see what is linked to them, and confirm.");
    println!("  3. Watch the job under \"Jobs\": pause it, stop it, restore what it deleted.");
    println!(
        "  4. Look at the portal's own list of contacts, and try it as a user with fewer permissions (top right)."
    );
    println!(
        "\n  The portal works at real speed: half a second for a deletion. \"Fast\" at the top right takes the brakes off."
    );
    println!("\n  Ctrl+C ends the demo; nothing is kept.\n");
}
