//! The HTTP servers: one for the authorization server, one for all portals, which finds out by the address it
//! was called at which portal is meant.

use std::net::TcpListener;
use std::sync::Arc;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Payload, Server, ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::{Next, from_fn};
use actix_web::{App, FromRequest, HttpRequest, HttpResponse, HttpServer, web};

use crate::portal::Portal;
use crate::transport::{during_outage, remember_socket};
use crate::world::{Role, World};
use crate::{desktop, oauth, rest};

const LARGEST_BODY_BYTES: usize = 16 * 1024 * 1024;

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

/// Serves portals on these sockets.
pub(crate) fn serve_portals(world: &Arc<World>, sockets: Vec<TcpListener>) -> std::io::Result<Server> {
    let data = web::Data::from(Arc::clone(world));
    let mut server = HttpServer::new(move || {
        App::new()
            .app_data(data.clone())
            .app_data(web::PayloadConfig::new(LARGEST_BODY_BYTES))
            .wrap(from_fn(fail_pages_in_outage))
            .wrap(from_fn(send_on_when_moved))
            .configure(rest::configure)
            .configure(oauth::configure_portal)
            .configure(desktop::configure)
    })
    .workers(1)
    .h1_allow_half_closed(false)
    .tcp_nodelay(true)
    .disable_signals()
    .shutdown_timeout(1)
    .on_connect(remember_socket);
    for socket in sockets {
        server = server.listen(socket)?;
    }
    Ok(server.run())
}

/// A renamed portal's old address sends everything to the new one, with a 302 as the real front end does
/// (`b24restdocs settings/how-to-call-rest-api/change-domen.md`).
async fn send_on_when_moved(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, actix_web::Error> {
    let world = req.app_data::<web::Data<World>>().cloned();
    let moved = world.and_then(|world| match world.role(req.app_config().local_addr())? {
        Role::MovedPortal(index) => Some(Portal::new(world.into_inner(), index).origin()),
        Role::Portal(_) => None,
    });
    let Some(origin) = moved else {
        return Ok(next.call(req).await?.map_into_left_body());
    };
    let place = req.uri().path_and_query().map_or("/", |place| place.as_str());
    let answer = HttpResponse::Found().insert_header((header::LOCATION, format!("{origin}{place}"))).finish();
    Ok(req.into_response(answer).map_into_right_body())
}

/// An outage hits the portal's pages too; calls of its REST interface see to it themselves, since they are logged.
async fn fail_pages_in_outage(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, actix_web::Error> {
    let world = req.app_data::<web::Data<World>>().cloned();
    let outage = world.and_then(|world| match world.role(req.app_config().local_addr())? {
        Role::Portal(index) => Portal::new(world.into_inner(), index).outage(),
        Role::MovedPortal(_) => None,
    });
    if outage.is_none() || req.path().starts_with("/rest/") {
        return Ok(next.call(req).await?.map_into_left_body());
    }
    let Some((_, answer)) = during_outage(outage).await else {
        return Ok(next.call(req).await?.map_into_left_body());
    };
    let answer = answer.over_http(req.request());
    Ok(req.into_response(answer).map_into_right_body())
}

impl FromRequest for Portal {
    type Error = actix_web::Error;
    type Future = std::future::Ready<Result<Self, Self::Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let world = req.app_data::<web::Data<World>>().cloned();
        let found = world.and_then(|world| match world.role(req.app_config().local_addr())? {
            Role::Portal(index) => Some(Self::new(world.into_inner(), index)),
            Role::MovedPortal(_) => None,
        });
        std::future::ready(found.ok_or_else(|| actix_web::error::ErrorNotFound("no portal here")))
    }
}
