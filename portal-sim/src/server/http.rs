//! The HTTP servers: one for the authorization server, and one for each address of a portal.

use std::net::TcpListener;
use std::sync::Arc;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Server, ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::{Next, from_fn};
use actix_web::{App, HttpResponse, HttpServer, web};

use crate::wire::{during_outage, find_portal, remember_socket};
use crate::world::World;
use crate::{desktop, oauth, rest};

const MAX_BODY_BYTES: usize = 16 * 1024 * 1024;

/// Serves the authorization server on this socket.
pub(crate) fn serve_authorization(world: &Arc<World>, socket: TcpListener) -> std::io::Result<Server> {
    let data = web::Data::from(Arc::clone(world));
    let server = HttpServer::new(move || {
        App::new().app_data(data.clone()).configure(oauth::configure).configure(desktop::configure_script)
    })
    .workers(1)
    .tcp_nodelay(true)
    .disable_signals()
    .shutdown_timeout(1)
    .on_connect(remember_socket)
    .listen(socket)?;
    Ok(server.run())
}

/// Serves the portal whose address this socket has.
pub(super) fn serve_portal(world: &Arc<World>, socket: TcpListener) -> std::io::Result<Server> {
    let data = web::Data::from(Arc::clone(world));
    let server = HttpServer::new(move || {
        App::new()
            .app_data(data.clone())
            .app_data(web::PayloadConfig::new(MAX_BODY_BYTES))
            .wrap(from_fn(fail_pages_in_outage))
            .wrap(from_fn(redirect_from_old_address))
            .configure(rest::configure)
            .configure(oauth::configure_portal)
            .configure(desktop::configure)
    })
    .workers(1)
    .h1_allow_half_closed(false)
    .tcp_nodelay(true)
    .disable_signals()
    .shutdown_timeout(1)
    .on_connect(remember_socket)
    .listen(socket)?;
    Ok(server.run())
}

/// The old address of a renamed portal answers every request with a 302 to the new one, as the real front end does
/// (`b24restdocs settings/how-to-call-rest-api/change-domen.md`).
async fn redirect_from_old_address(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, actix_web::Error> {
    let Some((portal, true)) = find_portal(req.request()) else {
        return Ok(next.call(req).await?.map_into_left_body());
    };
    let place = req.uri().path_and_query().map_or("/", |place| place.as_str());
    let location = format!("{}{place}", portal.origin());
    let answer = HttpResponse::Found().insert_header((header::LOCATION, location)).finish();
    Ok(req.into_response(answer).map_into_right_body())
}

/// In an outage the portal's pages fail too. `crate::rest` does the same for REST calls, which are logged.
async fn fail_pages_in_outage(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, actix_web::Error> {
    if req.path().starts_with("/rest/") {
        return Ok(next.call(req).await?.map_into_left_body());
    }
    let outage = match find_portal(req.request()) {
        Some((portal, false)) => portal.outage(),
        _ => None,
    };
    let Some((_, response)) = during_outage(outage).await else {
        return Ok(next.call(req).await?.map_into_left_body());
    };
    let response = response.over_http(req.request());
    Ok(req.into_response(response).map_into_right_body())
}
