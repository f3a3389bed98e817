//! The app in a real browser, in a frame of the simulated portal's page.

mod accessibility;
mod admin;
mod banner;
mod bulk;
mod changes;
mod connect;
mod desk;
mod dialogs;
mod driver;
mod flows;
mod idlist;
mod keyboard;
mod languages;
mod list;
mod modes;
mod obstacles;
mod saved;
mod sections;
mod shots;
mod states;
mod views;
mod whole;
mod widgets;
mod work;
