//! The HTTP interface: routes, pages, and the API of the browser. Only this module handles HTTP requests.

mod api;
mod assets;
mod body;
mod connect;
mod context;
mod csv;
mod download;
mod error;
mod events;
mod frame;
mod headers;
mod limits;
mod ops;
pub mod pages;
mod plain;
mod public;
mod session;
mod table;
mod trace;
mod upload_slots;

use std::io;
use std::net::TcpListener;
use std::sync::Arc;

use actix_web::dev::Server;
use actix_web::guard;
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, HttpServer, Route, web};

use crate::domain::operator::Operator;
use crate::flows::Flows;
pub use limits::Limits;
pub use session::Sessions;

/// How many seconds requests in flight may take after a stop.
const DRAIN_SECONDS: u64 = 7;
const WORKERS: usize = 2;

/// The state that all handlers share.
#[derive(Clone, Debug)]
pub struct Web {
    flows: Flows,
    sessions: Sessions,
    assets: assets::Assets,
    bx24_js_url: url::Url,
    lists: api::lists::ListReaders,
    limits: Arc<Limits>,
    operator: Arc<Operator>,
}

impl Web {
    /// Creates the state.
    #[must_use]
    pub fn new(
        flows: Flows,
        sessions: Sessions,
        bx24_js_url: url::Url,
        limits: Limits,
        operator: Operator,
    ) -> Self {
        Self {
            flows,
            sessions,
            assets: assets::Assets::embedded(),
            bx24_js_url,
            lists: api::lists::ListReaders::default(),
            limits: Arc::new(limits),
            operator: Arc::new(operator),
        }
    }
}

/// Serves on a bound socket until the server is stopped.
///
/// # Errors
/// When the server cannot listen on the socket.
pub fn serve(state: Web, listener: TcpListener) -> io::Result<Server> {
    let state = web::Data::new(state);
    let app = move || {
        App::new()
            .app_data(web::Data::clone(&state))
            .wrap(from_fn(limits::limit))
            .wrap(Compress::default())
            .wrap(from_fn(trace::trace_request))
            .configure(routes)
    };
    // Without `nodelay` the second half of an answer waits 40 ms until the browser acknowledges the first half.
    let server = HttpServer::new(app)
        .workers(WORKERS)
        .tcp_nodelay(true)
        .disable_signals()
        .shutdown_timeout(DRAIN_SECONDS);
    Ok(server.listen(listener)?.run())
}

/// Renders the metrics of this process in Prometheus's text format.
pub type RenderMetrics = Arc<dyn Fn() -> String + Send + Sync>;

/// Serves only `/metrics`, on a socket of its own in the operator's network.
///
/// # Errors
/// When the server cannot listen on the socket.
pub fn serve_metrics(render: RenderMetrics, listener: TcpListener) -> io::Result<Server> {
    let app = move || {
        App::new()
            .app_data(web::Data::new(Arc::clone(&render)))
            .wrap(from_fn(trace::trace_request))
            .service(web::resource("/metrics").route(get().to(ops::metrics)))
    };
    Ok(HttpServer::new(app).workers(1).disable_signals().shutdown_timeout(1).listen(listener)?.run())
}

/// All routes. Each GET route also answers HEAD, because the Market's moderators check pages with HEAD (b24restdocs
/// market/preparing-to-publish/faq.md).
fn routes(config: &mut web::ServiceConfig) {
    let framed = |path, post: Route| web::resource(path).route(get().to(plain::outside)).route(post);
    config
        .service(web::resource("/").route(get().to(public::home)))
        .service(web::resource("/privacy").route(get().to(public::privacy)))
        .service(web::resource("/terms").route(get().to(public::terms)))
        .service(web::resource("/support").route(get().to(public::support)))
        .service(web::resource("/help").route(get().to(public::help)))
        .service(
            web::resource("/oauth/start").route(get().to(connect::ask)).route(web::post().to(connect::start)),
        )
        .service(web::resource("/oauth/callback").route(get().to(connect::finish)))
        .service(framed("/install", web::post().to(frame::open_installer)))
        .service(framed("/app", web::post().to(frame::open_app)))
        .service(framed("/placement", web::post().to(frame::open_widget)))
        .service(web::resource("/events").route(web::post().to(events::receive)))
        .service(api_routes())
        .service(web::resource("/static/{version}/{path:.*}").route(get().to(assets::serve)))
        .service(web::resource("/health/live").route(get().to(ops::live)))
        .service(web::resource("/health/ready").route(get().to(ops::ready)))
        .default_service(web::to(plain::not_found));
}

/// The routes of the API.
fn api_routes() -> actix_web::Scope {
    let call = |path| web::resource(path).default_service(web::to(api::no_such_method));
    web::scope("/api")
        .service(call("/session").route(web::post().to(api::session::renew_session)))
        .service(call("/contacts").route(get().to(api::contacts::list_contacts)))
        .service(
            call("/contacts/{id}")
                .route(get().to(api::contacts::show_contact))
                .route(web::delete().to(api::contacts::erase_contact)),
        )
        .service(
            call("/settings")
                .route(get().to(api::settings::show_settings))
                .route(web::put().to(api::settings::save_settings)),
        )
        .service(
            call("/jobs").route(get().to(api::jobs::list_jobs)).route(web::post().to(api::jobs::create_job)),
        )
        .service(call("/id-lists").route(web::post().to(api::lists::read_list)))
        .service(call("/jobs/{id}").route(get().to(api::jobs::show_job)))
        .service(call("/jobs/{id}/impact").route(get().to(api::jobs::show_impact)))
        .service(call("/jobs/{id}/start").route(web::post().to(api::jobs::start_job)))
        .service(call("/jobs/{id}/pause").route(web::post().to(api::jobs::pause_job)))
        .service(call("/jobs/{id}/resume").route(web::post().to(api::jobs::resume_job)))
        .service(call("/jobs/{id}/cancel").route(web::post().to(api::jobs::cancel_job)))
        .service(call("/jobs/{id}/restore").route(web::post().to(api::jobs::restore_job)))
        .service(call("/jobs/{id}/repeat").route(web::post().to(api::jobs::repeat_job)))
        .service(call("/jobs/{id}/events").route(get().to(api::jobs::events::stream_job)))
        .service(call("/jobs/{id}/items").route(get().to(api::jobs::list_items)))
        .service(call("/jobs/{id}/report.csv").route(get().to(api::jobs::files::report_csv)))
        .service(call("/jobs/{id}/report.xlsx").route(get().to(api::jobs::files::report_xlsx)))
        .service(call("/jobs/{id}/report.html").route(get().to(api::jobs::files::report_page)))
        .service(call("/jobs/{id}/snapshot.json").route(get().to(api::jobs::files::snapshot_json)))
        .service(call("/jobs/{id}/snapshot.csv").route(get().to(api::jobs::files::snapshot_csv)))
        .service(call("/jobs/{id}/snapshot").route(web::delete().to(api::jobs::erasure::destroy_snapshot)))
        .service(call("/jobs/{id}/erasure").route(web::post().to(api::jobs::erasure::record)))
        .service(call("/jobs/{id}/erasure.json").route(get().to(api::jobs::erasure::as_json)))
        .service(call("/jobs/{id}/erasure.html").route(get().to(api::jobs::erasure::as_page)))
        .service(
            call("/filters")
                .route(get().to(api::filters::list_filters))
                .route(web::post().to(api::filters::create_filter)),
        )
        .service(
            call("/filters/{id}")
                .route(web::put().to(api::filters::replace_filter))
                .route(web::delete().to(api::filters::delete_filter)),
        )
        .service(call("/audit").route(get().to(api::audit::list_audit)))
        .service(call("/audit/overview").route(get().to(api::audit::overview::show_overview)))
        .service(call("/audit.csv").route(get().to(api::audit::audit_csv)))
        .service(call("/audit.xlsx").route(get().to(api::audit::audit_xlsx)))
        .service(call("/requests").route(get().to(api::requests::list_requests)))
        .service(call("/requests.csv").route(get().to(api::requests::download_requests)))
        .service(call("/portal").route(get().to(api::portal::show_portal)))
        .service(call("/portal/repair").route(web::post().to(api::portal::repair_portal)))
        .service(call("/portal/introduction").route(web::delete().to(api::portal::end_introduction)))
        .service(call("/portal/disconnect").route(web::post().to(api::portal::disconnect_portal)))
        .service(call("/users").route(get().to(api::users::list_users)))
        .service(call("/sources").route(get().to(api::users::list_sources)))
        .default_service(web::to(api::no_such_call))
}

fn get() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}
