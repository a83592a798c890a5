"""The message families of CloudStack's own logs, a module and a grammar each."""
