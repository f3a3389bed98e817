//! The simulator as a program. `portal-sim serve` prints one JSON line when it is ready, and runs until it is stopped.

use std::io::Write;

use clap::{Args, Parser, Subcommand};
use portal_sim::Sim;
use tokio::signal::unix::{SignalKind, signal};

#[derive(Parser)]
#[command(name = "portal-sim", about = "Bitrix24 portals and their authorization server on your machine")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs until stopped; prints addresses, keys and tokens as one JSON line.
    Serve(Serve),
}

#[derive(Args)]
struct Serve {
    /// How many portals.
    #[arg(long, default_value_t = 1)]
    portals: usize,
    /// How many contacts each portal starts with; 100 at least.
    #[arg(long, default_value_t = 100)]
    contacts: usize,
    /// How many times as fast the simulator's time runs.
    #[arg(long, default_value_t = 1.0, value_parser = positive)]
    speed: f64,
    /// A fixed port for all addresses instead of free ones.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Where the application runs.
    #[arg(long)]
    app_url: Option<String>,
    /// The application is not installed on the portals yet.
    #[arg(long)]
    not_installed: bool,
}

fn positive(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|speed: &f64| *speed > 0.0 && speed.is_finite())
        .ok_or("must be above 0".to_owned())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let Command::Serve(options) = Cli::parse().command;
    serve(options).await
}

async fn serve(options: Serve) -> std::io::Result<()> {
    let mut terminated = signal(SignalKind::terminate())?;
    let mut interrupted = signal(SignalKind::interrupt())?;
    let sim = Sim::builder()
        .portals(options.portals)
        .contacts(options.contacts.max(100))
        .speed(options.speed)
        .port(options.port)
        .installed(!options.not_installed)
        .start()
        .await?;
    if let Some(url) = &options.app_url {
        sim.register_app(url);
    }
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", sim.description())?;
    out.flush()?;
    drop(out);
    tokio::select! {
        _ = terminated.recv() => {}
        _ = interrupted.recv() => {}
    }
    Ok(())
}
